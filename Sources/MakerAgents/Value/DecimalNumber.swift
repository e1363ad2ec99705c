/// A number in decimal, exact: 1.50, 1.5 and 15e-1 are equal, and 0.1 is a tenth.
///
/// It keeps how it was written. Nothing is ever rounded: there is no floating point in it.
public struct DecimalNumber: Sendable {
  /// The most bytes that a number may be written in.
  static let maximumBytes = 1_000
  /// The largest exponent that may be written, either way.
  static let maximumExponent = 9_999

  /// The number as it was written, in JSON's grammar.
  public let text: String
  private let isNegative: Bool
  /// The significant digits, 0 to 9 each, without zeros at either end; none for zero.
  private let digits: [UInt8]
  /// Where the point stands: the value is 0.d1d2d3... times ten to this power.
  private let point: Int

  /// Reads a number in JSON's grammar: `-12.50`, `3`, `1e3`; no `+3`, `.5`, `007` or `1,000`.
  ///
  /// - Parameter text: The number and nothing else, of at most 1,000 bytes and an exponent within 9,999.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumBytes, let parts = Parts(text.utf8) else { return nil }
    self.text = text
    let digits = parts.whole + parts.fraction
    let first = digits.firstIndex { $0 != 0 }
    let last = digits.lastIndex { $0 != 0 }
    if let first, let last {
      self.digits = Array(digits[first...last])
      point = parts.whole.count - first + parts.exponent
      isNegative = parts.isNegative
    } else {
      // Zero has no sign and no point.
      (self.digits, point, isNegative) = ([], 0, false)
    }
  }

  /// A whole number.
  public init(_ number: Int) {
    let digits = number.magnitude.description.utf8.map { $0 - UInt8(ascii: "0") }
    text = number.description
    isNegative = number < 0
    point = number == 0 ? 0 : digits.count
    self.digits = number == 0 ? [] : Array(digits[...(digits.lastIndex { $0 != 0 } ?? 0)])
  }

  /// How many digits stand after the point, once zeros at the end are left out.
  public var decimals: Int { max(0, digits.count - point) }

  /// Whether nothing but zeros stands after the point.
  public var isWhole: Bool { decimals == 0 }

  /// The one way in which every number of this value is written canonically, in JSON's grammar: `1.5`, `1000`, `1e22`.
  public var canonical: String {
    guard let first = digits.first else { return "0" }
    let sign = isNegative ? "-" : ""
    if digits.count <= point, point <= 21 {
      return sign + Self.text(digits[...]) + String(repeating: "0", count: point - digits.count)
    }
    if 0 < point, point <= 21 {
      return sign + Self.text(digits[..<point]) + "." + Self.text(digits[point...])
    }
    if -6 < point, point <= 0 {
      return sign + "0." + String(repeating: "0", count: -point) + Self.text(digits[...])
    }
    let rest = digits.count > 1 ? "." + Self.text(digits[1...]) : ""
    return "\(sign)\(first)\(rest)e\(point - 1)"
  }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}

extension DecimalNumber: Hashable, Comparable, CustomStringConvertible {
  /// Whether two numbers have the same value, however they are written.
  public static func == (one: DecimalNumber, other: DecimalNumber) -> Bool {
    one.isNegative == other.isNegative && one.point == other.point && one.digits == other.digits
  }

  /// Whether the first is less than the second, exactly.
  public static func < (one: DecimalNumber, other: DecimalNumber) -> Bool {
    if one.isNegative != other.isNegative { return one.isNegative }
    return one.isNegative ? isShorter(other, one) : isShorter(one, other)
  }

  /// Whether a number is less than another, their signs not looked at.
  private static func isShorter(_ one: DecimalNumber, _ other: DecimalNumber) -> Bool {
    if one.digits.isEmpty || other.digits.isEmpty { return one.digits.isEmpty && !other.digits.isEmpty }
    if one.point != other.point { return one.point < other.point }
    return one.digits.lexicographicallyPrecedes(other.digits)
  }

  /// Hashes the value.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(isNegative)
    hasher.combine(point)
    hasher.combine(digits)
  }

  /// The number as it was written.
  public var description: String { text }
}

extension DecimalNumber {
  /// The parts of a number in JSON's grammar.
  private struct Parts {
    var isNegative = false
    var whole: [UInt8] = []
    var fraction: [UInt8] = []
    var exponent = 0

    init?(_ text: String.UTF8View) {
      var rest = text[...]
      isNegative = Self.take("-", from: &rest)
      whole = Self.digits(from: &rest)
      guard !whole.isEmpty, whole.count == 1 || whole.first != 0 else { return nil }
      if Self.take(".", from: &rest) {
        fraction = Self.digits(from: &rest)
        guard !fraction.isEmpty else { return nil }
      }
      if Self.take("e", from: &rest) || Self.take("E", from: &rest) {
        let isBelow = Self.take("-", from: &rest)
        if !isBelow { _ = Self.take("+", from: &rest) }
        let digits = Self.digits(from: &rest)
        guard !digits.isEmpty else { return nil }
        let significant = digits.drop { $0 == 0 }
        guard significant.count <= 4 else { return nil }
        exponent = significant.reduce(0) { $0 * 10 + Int($1) } * (isBelow ? -1 : 1)
      }
      guard rest.isEmpty else { return nil }
    }

    private static func take(_ byte: Unicode.Scalar, from rest: inout Substring.UTF8View) -> Bool {
      guard rest.first == UInt8(ascii: byte) else { return false }
      rest.removeFirst()
      return true
    }

    private static func digits(from rest: inout Substring.UTF8View) -> [UInt8] {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest[digits.endIndex...]
      return digits.map { $0 - UInt8(ascii: "0") }
    }
  }
}
