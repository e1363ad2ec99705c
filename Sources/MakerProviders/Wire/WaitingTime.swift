/// How long a provider asks to wait, read from its headers. Pure: the present is a parameter.
///
/// Every time is held between nothing and an hour: a date in the past or a negative number means now, and a clock that
/// is wrong, or a joke of ten years, must not put a run to sleep for good. Whoever waits that hour asks again.
package enum WaitingTime {
  /// The longest wait that is believed.
  package static let longestSeconds = 3600.0

  /// The wait that an answer asks for, or nil when it names none.
  ///
  /// `retry-after-ms` comes first, then `Retry-After` in seconds or as an HTTP date, then the time at which a used-up
  /// budget of requests or tokens comes back.
  ///
  /// - Parameters:
  ///   - headers: Those of the answer.
  ///   - now: Seconds since 1970.
  /// - Returns: Between nothing and an hour; nil when the answer names none.
  package static func retryAfter(_ headers: HTTPHeaderFields, now: Double) -> Duration? {
    if let text = headers["retry-after-ms"], let milliseconds = DecimalNumber.parse(text) {
      return bounded(milliseconds / 1000)
    }
    if let text = headers["retry-after"] {
      if let seconds = DecimalNumber.parse(text) { return bounded(seconds) }
      if let date = HTTPDate.parse(text, now: now) { return bounded(date - now) }
    }
    let budget = RateLimitHeaders(headers, now: now)
    var wait: Duration?
    if budget.remainingRequests == 0, let reset = budget.resetRequests { wait = reset }
    if budget.remainingTokens == 0, let reset = budget.resetTokens { wait = max(wait ?? .zero, reset) }
    return wait
  }

  /// A number of seconds as a wait between nothing and an hour.
  static func bounded(_ seconds: Double) -> Duration {
    .milliseconds(Int64((min(max(seconds, 0), longestSeconds) * 1000).rounded(.up)))
  }
}

/// A decimal number as headers write it: a sign, digits, a fraction. No exponents, no `inf`, no `nan`.
enum DecimalNumber {
  static func parse(_ text: some StringProtocol) -> Double? {
    var digits = Substring(text).trimmingSpaces()
    var sign = 1.0
    if let first = digits.utf8.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      if first == UInt8(ascii: "-") { sign = -1 }
      digits = digits.dropFirst()
    }
    guard digits.utf8.count <= 400, let first = digits.utf8.first, first != UInt8(ascii: "."),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
      let value = Double(digits)
    else { return nil }
    return sign * value
  }
}

extension Substring {
  /// Without the blanks and tabs around it.
  func trimmingSpaces() -> Substring {
    var text = self
    while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
    return text
  }
}
