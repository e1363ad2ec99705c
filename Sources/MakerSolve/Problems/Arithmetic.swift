/// A product or a sum of two whole numbers, as a question in words or in the compact text `46048*42098`.
public struct Arithmetic: Sendable, Hashable {
  /// What is done with the numbers.
  public enum Operation: Character, Sendable {
    /// They are multiplied.
    case times = "*"
    /// They are added.
    case plus = "+"
  }

  /// The number on the left.
  public let left: Int
  /// The number on the right.
  public let right: Int
  /// What is done with them.
  public let operation: Operation

  /// A product or a sum.
  ///
  /// - Parameters:
  ///   - left: The number on the left, 0 or more.
  ///   - operation: What is done with them.
  ///   - right: The number on the right, 0 or more.
  public init(_ left: Int, _ operation: Operation, _ right: Int) {
    (self.left, self.operation, self.right) = (left, operation, right)
  }

  /// The words that a question may have around its numbers.
  private static let words: Set<Substring> = ["what", "is", "calculate", "compute", "multiply", "add"]
  private static let signs: [Substring: Operation] = [
    "*": .times, "x": .times, "×": .times, "times": .times, "by": .times, "+": .plus, "plus": .plus,
    "and": .plus,
  ]
  /// A product of two numbers of so many digits fits into 64 bits.
  private static let mostDigits = (product: 9, sum: 18)

  /// The product or sum that a text asks for; nil for any other text.
  ///
  /// - Parameter text: Such as `What is 46048 x 42098?`, `46,048 × 42,098` or `46048*42098`.
  public init?(_ text: String) {
    var text = text.lowercased()
    while let last = text.last, ".?!= ".contains(last) || last.isWhitespace { text.removeLast() }
    guard let plain = Self.withoutGroups(text) else { return nil }
    var spaced = ""
    for character in plain { spaced += "*×+".contains(character) ? " \(character) " : "\(character)" }
    // `3x4` has its sign between digits.
    var words = spaced.split(whereSeparator: \.isWhitespace)
    if words.count == 1 || !words.contains(where: { Self.signs[$0] != nil }) {
      words = words.flatMap { word in
        let parts = word.split(separator: "x", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { Int($0) != nil } ? [parts[0], "x", parts[1]] : [word]
      }
    }
    words.removeAll { Self.words.contains($0) }
    guard words.count == 3, let operation = Self.signs[words[1]] else { return nil }
    let most = operation == .times ? Self.mostDigits.product : Self.mostDigits.sum
    let numbers = [words[0], words[2]].compactMap { word in
      word.count <= most && word.allSatisfy(\.isASCII) && word.allSatisfy(\.isNumber) ? Int(word) : nil
    }
    guard numbers.count == 2 else { return nil }
    self.init(numbers[0], operation, numbers[1])
  }

  /// The text without the commas between groups of three digits, `46,048`; nil when it has any other comma or point.
  private static func withoutGroups(_ text: String) -> String? {
    let characters = Array(text)
    var plain = ""
    for (place, character) in characters.enumerated() {
      guard character == "," else {
        plain.append(character)
        continue
      }
      let isDigit = { (at: Int) in
        characters.indices.contains(at) && characters[at].isASCII && characters[at].isNumber
      }
      guard isDigit(place - 1), (1...3).allSatisfy({ isDigit(place + $0) }), !isDigit(place + 4) else {
        return nil
      }
    }
    return plain.contains(".") ? nil : plain
  }

  /// The right result.
  public var result: Int { operation == .times ? left * right : left + right }

  /// The compact text, without blanks: `46048*42098`.
  public var compact: String { "\(left)\(operation.rawValue)\(right)" }
}

/// Knows the result of every product and sum.
public struct ArithmeticOracle: Oracle {
  /// Makes an oracle.
  public init() {}

  /// The result of a product or a sum; nil for any other text.
  ///
  /// - Parameter problem: The text.
  /// - Returns: Its digits.
  public func result(of problem: String) -> String? { Arithmetic(problem).map { "\($0.result)" } }

  /// Whether a result is digits and nothing else.
  ///
  /// - Parameter result: The result.
  /// - Returns: Whether it is.
  public func isReadable(_ result: String) -> Bool {
    !result.isEmpty && result.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
