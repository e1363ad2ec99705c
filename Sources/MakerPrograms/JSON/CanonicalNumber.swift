/// The one way in which equal JSON numbers are written, found in decimal digits alone.
enum CanonicalNumber {
  /// The largest exponent that a number may be written with.
  static let largestExponent = 1_000_000
  /// Numbers with more digits or zeros than this before or after the point are written with an exponent. Every
  /// number of floating point is below it, and whole numbers below it stay whole to whoever reads them.
  private static let longest = 400

  /// The canonical text of a number.
  ///
  /// - Parameter text: A well-formed JSON number, its exponent within ``largestExponent``.
  /// - Returns: Its digits without needless zeros, sign or exponent; zero has no sign.
  static func of(_ text: String) -> String {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    var digits: [UInt8] = []
    var exponent = 0
    var isFraction = false
    var rest = Array(text.utf8)[(isNegative ? 1 : 0)...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if byte | 0x20 == UInt8(ascii: "e") {
        exponent += Int(String(decoding: rest, as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
        if isFraction { exponent -= 1 }
      }
    }
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    guard !digits.isEmpty else { return "0" }
    return (isNegative ? "-" : "") + written(String(decoding: digits, as: UTF8.self), exponent)
  }

  /// The text of `digits` times ten to the power of `exponent`.
  private static func written(_ digits: String, _ exponent: Int) -> String {
    let point = digits.count + exponent
    if exponent >= 0, point <= longest { return digits + String(repeating: "0", count: exponent) }
    if exponent < 0, point > 0 { return "\(digits.prefix(point)).\(digits.dropFirst(point))" }
    if exponent < 0, point > -longest { return "0." + String(repeating: "0", count: -point) + digits }
    let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
    return "\(digits.prefix(1))\(fraction)e\(point - 1)"
  }
}
