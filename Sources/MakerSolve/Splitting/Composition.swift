/// How the results of two parts make the problem whose result is the whole's: `Add {1} and {2}.`
///
/// `{1}` and `{2}` stand for the results. A composition that has neither may name them `A` and `B`, each as a word of
/// its own: `A+B`.
public struct Composition: Sendable, Hashable {
  /// The composition as it was proposed.
  public let text: String
  private let pieces: [Piece]

  private enum Piece: Sendable, Hashable {
    case text(String)
    case result(Int)
  }

  /// A composition; nil for a text that does not name both results.
  ///
  /// - Parameter text: The text.
  public init?(_ text: String) {
    let braced = Self.pieces(of: text, names: ["{1}", "{2}"], asWords: false)
    let pieces =
      Self.results(in: braced).isEmpty
      ? Self.pieces(of: text, names: ["A", "B"], asWords: true) : braced
    guard Self.results(in: pieces) == [0, 1] else { return nil }
    (self.text, self.pieces) = (text, pieces)
  }

  /// The problem that the results make.
  ///
  /// - Parameters:
  ///   - first: The result of the first part.
  ///   - second: The result of the second.
  /// - Returns: The text with the results put in.
  public func filled(_ first: String, _ second: String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .result(let number): number == 0 ? first : second
      }
    }.joined()
  }

  /// Whether a text names a result, which no part may: it knows nothing of the other.
  static func isNamed(in text: String, asLetters: Bool) -> Bool {
    let braced = pieces(of: text, names: ["{1}", "{2}"], asWords: false)
    let lettered = asLetters ? pieces(of: text, names: ["A", "B"], asWords: true) : []
    return !results(in: braced + lettered).isEmpty
  }

  /// Whether it names the results by letters.
  var usesLetters: Bool { !text.contains("{1}") && !text.contains("{2}") }

  private static func results(in pieces: [Piece]) -> Set<Int> {
    Set(pieces.compactMap { if case .result(let number) = $0 { number } else { nil } })
  }

  private static func pieces(of text: String, names: [String], asWords: Bool) -> [Piece] {
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    while let next = rest.first {
      let isInWord = asWords && plain.last.map(Self.isOfWord) == true
      let number = isInWord ? nil : names.firstIndex { rest.hasPrefix($0) }
      if let number, !asWords || !(rest.dropFirst(names[number].count).first.map(Self.isOfWord) ?? false) {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(.result(number))
        rest = rest.dropFirst(names[number].count)
      } else {
        plain.append(next)
        rest = rest.dropFirst()
      }
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
