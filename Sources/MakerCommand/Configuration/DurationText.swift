extension Duration {
  private static let nanosecondsByUnit: [(unit: String, nanoseconds: Int64)] = [
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
  ]

  /// Reads a time as it is written in settings: `500ms`, `1.5s`, `2m`, `1h`.
  ///
  /// - Parameter text: A number, with a decimal point if need be, and its unit.
  package init?(settingText text: String) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let unit = Self.nanosecondsByUnit.first(where: { $0.unit == text.dropFirst(number.count) }),
      (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.count <= 9 }),
      let whole = Int64(parts[0])
    else { return nil }
    // Nine digits of hours are more nanoseconds than 64 bits hold.
    let (nanoseconds, isTooLong) = whole.multipliedReportingOverflow(by: unit.nanoseconds)
    guard !isTooLong, nanoseconds < .max / 2 else { return nil }
    var sum = nanoseconds
    if parts.count == 2 {
      var place = unit.nanoseconds
      for digit in parts[1] {
        place /= 10
        sum += place * Int64(digit.wholeNumberValue ?? 0)
      }
    }
    self = .nanoseconds(sum)
  }

  /// The time as it is written in settings, in the largest unit that needs no fraction.
  package var settingText: String {
    let nanoseconds = components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    for (unit, length) in Self.nanosecondsByUnit where nanoseconds.isMultiple(of: length) && nanoseconds > 0 {
      return "\(nanoseconds / length)\(unit)"
    }
    let fraction = String(1_000_000 + nanoseconds % 1_000_000).dropFirst()
    return "\(nanoseconds / 1_000_000).\(fraction)ms"
  }
}
