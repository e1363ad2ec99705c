#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers as a reader of a report sees them.
package enum NumberText {
  /// `1048575` as `1,048,575`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// `1 step`, `2 steps`.
  package static func count(_ value: Int, _ noun: String) -> String {
    "\(count(value)) \(noun)" + (value == 1 ? "" : "s")
  }

  /// A number with so many digits after the point.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "-∞" }
    let scale = pow(10, Double(min(15, max(0, places))))
    guard abs(value) * scale < 9e15 else { return power(value) }
    let scaled = Int((abs(value) * scale).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + count(scaled) }
    let fraction = String(scaled % Int(scale))
    return sign + count(scaled / Int(scale)) + "."
      + String(repeating: "0", count: min(15, places) - fraction.count)
      + fraction
  }

  /// Three or four significant digits, for numbers of any size.
  package static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : fixed(value, 0) }
    let size = abs(value)
    guard size >= 1e-4, size < 1e7 else { return power(value) }
    if size >= 100 || value == value.rounded() { return fixed(value, 0) }
    // Close below 1 it is the difference from 1 that tells.
    let places = size >= 1 ? (size >= 10 ? 2 : 4) : size > 0.99 ? 6 : 3 - Int(log10(size).rounded(.down))
    return trimmed(fixed(value, places))
  }

  /// `3×10⁵`, for numbers that are too large or too small to be written out.
  package static func power(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : fixed(value, 0) }
    var exponent = Int(log10(abs(value)).rounded(.down))
    // The smallest numbers have a power of ten that is none.
    var mantissa = (value / pow(10, Double(max(-300, exponent))) * 100).rounded() / 100
    if abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised =
      (exponent < 0 ? "⁻" : "")
      + String(String(exponent.magnitude).compactMap { $0.wholeNumberValue }.map { digits[$0] })
    let front = trimmed(fixed(abs(mantissa), 2))
    return (value < 0 ? "-" : "") + (front == "1" ? "" : front + "×") + "10" + raised
  }

  /// A share as a percentage; close below 100 % with as many digits as tell it from that.
  package static func percent(_ share: Double) -> String {
    guard share < 1, share > 0.99 else { return short(share * 100) + " %" }
    let places = min(13, Int((-log10(1 - share)).rounded(.up)))
    return trimmed(fixed(share * 100, places)) + " %"
  }

  /// Dollars: cents for what is worth more than one, more digits below.
  package static func dollars(_ value: Double) -> String {
    value == 0 || value >= 1 ? "$" + fixed(value, 2) : "$" + short(value)
  }

  /// Seconds as `4.2 s`, `3:05` or `2:03:05`.
  package static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown" }
    if seconds < 60 { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest)) h" : "\(minutes):\(two(rest)) min"
  }

  /// The labels of an axis, all in the same form.
  package static func labels(_ ticks: [Double], _ kind: Scale.Kind) -> [String] {
    guard kind == .linear, let most = ticks.map({ abs($0) }).max(), most > 0 else {
      return ticks.map { (1e-3..<1e5).contains(abs($0)) ? short($0) : power($0) }
    }
    let suffixes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")]
    if most >= 1e15 || most < 1e-4 { return ticks.map(power) }
    let (limit, suffix) = suffixes.first { most >= $0.0 } ?? (1, "")
    let unit = suffix == "k" ? 1000 : limit
    let step = zip(ticks, ticks.dropFirst()).map { $1 - $0 }.min() ?? most
    // As many places as tell two neighbours apart.
    let places = max(0, min(12, Int((-log10(step / unit) - 1e-9).rounded(.up))))
    return ticks.map { $0 == 0 ? "0" : fixed($0 / unit, places) + suffix }
  }

  /// Without the zeros that end a fraction.
  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}
