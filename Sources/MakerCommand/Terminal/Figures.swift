import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Numbers as a person reads them.
enum Figures {
  /// `1048575` as `1,048,575`.
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// A number with so many digits after the point.
  static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "\(value)" }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    guard abs(value) * scale < 9e15 else { return "\(value)" }
    let scaled = Int((abs(value) * scale).rounded())
    let whole = count(scaled / Int(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + whole }
    let fraction = String(scaled % Int(scale))
    return sign + whole + "." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// Three significant digits, for numbers of any size.
  static func short(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    if abs(value) >= 0.01, abs(value) < 1e6 {
      return fixed(value, abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 4)
    }
    var exponent = Int(log10(abs(value)).rounded(.down))
    // What rounds up to ten has one more digit before the point.
    if abs(value) / pow(10, Double(exponent)) >= 9.995 { exponent += 1 }
    return "\(fixed(value / pow(10, Double(exponent)), 2))e\(exponent)"
  }

  /// A chance, with more digits where it is so near to 1 that five would not tell it from 1.
  static func chance(_ value: Double) -> String { fixed(value, value < 1 && value > 1 - 1e-4 ? 7 : 5) }

  /// A share with what it is of and its interval: `196 of 200, 0.98000 (0.94963 to 0.99453)`.
  static func share(_ share: Proportion) -> String {
    guard let value = share.value else { return "none of 0" }
    return "\(count(share.hits)) of \(count(share.trials)), \(chance(value)) "
      + "(\(chance(share.lower)) to \(chance(share.upper)))"
  }

  /// A share as a percentage.
  static func percent(_ share: Double, _ places: Int) -> String { fixed(share * 100, places) + " %" }

  /// Dollars: cents for what is worth more than one, more digits below.
  static func dollars(_ value: Double) -> String {
    value == 0 || value >= 1 ? "$" + fixed(value, 2) : "$" + short(value)
  }

  /// Seconds as `4.2 s`, `3:05` or `2:03:05`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "unknown" }
    if seconds < 60 { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }
}
