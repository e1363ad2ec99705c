/// The dates of HTTP and of JSON interfaces as seconds since 1970, without a calendar library.
package enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Reads the three forms of RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
  /// `Sun Nov  6 08:49:37 1994`.
  ///
  /// - Parameters:
  ///   - text: The value of a header.
  ///   - now: Seconds since 1970; a year of two digits that would be over fifty years ahead is in the past.
  /// - Returns: Seconds since 1970; nil for anything else.
  package static func parse(_ text: String, now: Double) -> Double? {
    guard text.utf8.count <= 64 else { return nil }
    let words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" || $0 == "\t" }
    if words.count == 6, words[5] == "gmt" || words[5] == "utc" {
      return seconds(day: words[1], month: words[2], year: words[3], time: words[4], now: now)
    }
    if words.count == 5 {
      return seconds(day: words[2], month: words[1], year: words[4], time: words[3], now: now)
    }
    return nil
  }

  /// Reads a date of RFC 3339: `2025-01-31T12:00:00.5Z`, `2025-01-31T12:00:00+01:00`.
  package static func parseRFC3339(_ text: some StringProtocol) -> Double? {
    let bytes = Array(text.utf8)
    guard (20...64).contains(bytes.count), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
      let time = clock(bytes[11..<19]), let start = seconds(year: year, month: month, day: day)
    else { return nil }
    var (fraction, place, at) = (0.0, 0.1, 19)
    if bytes[at] == UInt8(ascii: ".") {
      at += 1
      while at < bytes.count, let digit = number(bytes[at..<at + 1]) {
        fraction += Double(digit) * place
        place /= 10
        at += 1
      }
    }
    guard at < bytes.count, let zone = offset(bytes[at...]) else { return nil }
    return start + Double(time - zone) + fraction
  }

  private static func seconds(
    day: Substring, month: Substring, year: Substring, time: Substring, now: Double
  ) -> Double? {
    guard let day = number(day.utf8), let month = months.firstIndex(of: String(month)),
      var yearNumber = number(year.utf8), let time = clock(Array(time.utf8)[...])
    else { return nil }
    if year.utf8.count == 2 {
      let thisYear = 1970 + Int((min(max(now, 0), 1e12) / 31_556_952).rounded(.down))
      yearNumber += thisYear / 100 * 100
      if yearNumber > thisYear + 50 { yearNumber -= 100 }
    }
    return seconds(year: yearNumber, month: month + 1, day: day).map { $0 + Double(time) }
  }

  /// Midnight of a day, by Hinnant's count of days in the proleptic Gregorian calendar.
  private static func seconds(year: Int, month: Int, day: Int) -> Double? {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Double(era * 146_097 + dayOfEra - 719_468) * 86_400
  }

  /// `08:49:37` in seconds; a leap second is allowed.
  private static func clock(_ bytes: ArraySlice<UInt8>) -> Int? {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), let hour = number(parts[0]),
      let minute = number(parts[1]), let second = number(parts[2]), hour < 24, minute < 60, second <= 60
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// `Z`, `+01:00` in seconds.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes.count == 1, bytes[0] | 0x20 == UInt8(ascii: "z") { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
      let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }

  /// A number of at most nine digits and nothing else.
  private static func number(_ bytes: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(bytes.count) else { return nil }
    var value = 0
    for byte in bytes {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }
}
