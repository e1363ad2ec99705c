/// When a budget comes back, in any of the forms that providers write it.
enum ResetTime {
  /// Reads a duration (`6m0s`, `1.5s`, `120ms`, `59`), a date of RFC 3339, or a moment as a number since 1970.
  ///
  /// - Parameters:
  ///   - text: The value of a header.
  ///   - now: Seconds since 1970.
  /// - Returns: The wait from now on, between nothing and an hour; nil when it is none of these forms.
  static func parse(_ text: String, now: Double) -> Duration? {
    if let number = DecimalNumber.parse(text) {
      // No window is thirty years long: such numbers are moments, in seconds or in milliseconds.
      if number >= 1e11 { return WaitingTime.bounded(number / 1000 - now) }
      return WaitingTime.bounded(number >= 1e9 ? number - now : number)
    }
    if let seconds = seconds(text) { return WaitingTime.bounded(seconds) }
    return HTTPDate.parseRFC3339(text).map { WaitingTime.bounded($0 - now) }
  }

  /// A duration as Go writes it: numbers with units, `1h2m3.5s`.
  private static func seconds(_ text: String) -> Double? {
    guard text.utf8.count <= 64 else { return nil }
    var rest = Substring(text).trimmingSpaces()
    guard !rest.isEmpty else { return nil }
    var sum = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { !$0.isNumber && $0 != "." }
      rest = rest.dropFirst(unit.count)
      guard let number = DecimalNumber.parse(digits), let scale = scales[String(unit)] else { return nil }
      sum += number * scale
    }
    return sum
  }

  private static let scales: [String: Double] = [
    "d": 86_400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9,
  ]
}
