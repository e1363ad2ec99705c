import Maker
import Yams

/// Takes a `chain.yaml` apart, and collects every mistake on the way.
struct ChainFileReading {
  private static let keys = [
    "program", "time_limit", "model", "k", "temperature", "max_reply_tokens", "price",
  ]

  private let path: String
  private let values: [String: Node]
  private var mistakes: [ChainFileError.Mistake] = []

  init(text: String, path: String) throws(ChainFileError) {
    self.path = path
    guard text.utf8.count <= ChainFile.largestBytes else {
      throw Self.failure(
        path, nil, "the file has more than \(ChainFile.largestBytes) bytes; all it does is name a program.")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Self.failure(path, error)
    }
    guard case .mapping(let mapping)? = root else {
      throw Self.failure(
        path, root?.mark, "it must hold keys and values; begin with program: [NAME, ARGUMENT].")
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      if Self.keys.contains(name) {
        values[name] = value
      } else {
        let known = Self.keys.joined(separator: ", ")
        mistakes.append(Self.mistake(key.mark, "there is no key \"\(name)\"; known are \(known)."))
      }
    }
    self.values = values
    if values["program"] == nil {
      mistakes.append(
        Self.mistake(root?.mark, "the key \"program\" is missing; write program: [NAME, ARGUMENT]."))
    }
  }

  /// Fails when there was any mistake.
  func finish() throws(ChainFileError) {
    guard mistakes.isEmpty else {
      throw ChainFileError(
        path: path, mistakes: mistakes.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
  }

  /// The words of the program.
  mutating func program() -> [String] {
    guard let node = values["program"] else { return [] }
    guard case .sequence(let sequence) = node, !sequence.isEmpty, sequence.count <= 1000 else {
      note(node, "\"program\" is no list of words; write program: [NAME, ARGUMENT]: no shell splits them.")
      return []
    }
    var words: [String] = []
    for element in sequence {
      if let word = element.scalar?.string, !word.isEmpty || !words.isEmpty, !word.utf8.contains(0) {
        words.append(word)
      } else {
        note(element, "this is no word; quote it if it is one.")
      }
    }
    return words
  }

  /// A text.
  mutating func text(_ key: String) -> String? {
    guard let node = values[key] else { return nil }
    guard let text = node.scalar?.string, !text.isEmpty else {
      note(node, "\"\(key)\" is no text.")
      return nil
    }
    return text
  }

  /// A whole number.
  mutating func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let node = values[key] else { return nil }
    guard let number = node.scalar.flatMap({ Int($0.string) }), range ~= number else {
      note(node, "\"\(key)\" is no whole number from \(range.lowerBound) to \(range.upperBound).")
      return nil
    }
    return number
  }

  /// A time with its unit.
  mutating func time(_ key: String, from shortest: Duration, to longest: Duration) -> Duration? {
    guard let node = values[key] else { return nil }
    guard let time = node.scalar.flatMap({ Self.time($0.string) }), (shortest...longest).contains(time) else {
      note(node, "\"\(key)\" is no time of at most a day with its unit, such as 500ms, 30s or 2m.")
      return nil
    }
    return time
  }

  /// One temperature, or that of the first vote and of the rest.
  mutating func temperatures() -> Temperatures? {
    guard let node = values["temperature"] else { return nil }
    let wanted = "write one number above 0, or {first: 0, rest: 0.1}."
    if case .mapping = node {
      guard let (first, rest) = pair(node, "first", "rest"), 0...1000 ~= first, 0.001...1000 ~= rest else {
        note(node, "\"temperature\" has no first from 0 to 1000 and rest from 0.001 to 1000; \(wanted)")
        return nil
      }
      return Temperatures(first: first, rest: rest)
    }
    guard let both = Self.number(node), 0.001...1000 ~= both else {
      note(node, "\"temperature\" is no number from 0.001 to 1000; \(wanted)")
      return nil
    }
    return .uniform(both)
  }

  /// What a million tokens cost.
  mutating func price() -> ChainFile.Price? {
    guard let node = values["price"] else { return nil }
    guard let (input, output) = pair(node, "input", "output"), 0...1e6 ~= input, 0...1e6 ~= output else {
      note(
        node, "\"price\" is not what a million tokens cost in dollars; write {input: 0.40, output: 1.60}.")
      return nil
    }
    return ChainFile.Price(inputUSD: input, outputUSD: output)
  }

  /// The numbers of a mapping that has these two keys and no other.
  private func pair(_ node: Node, _ one: String, _ other: String) -> (Double, Double)? {
    guard case .mapping(let mapping) = node, mapping.count == 2,
      let first = mapping[Node(one)].flatMap(Self.number),
      let second = mapping[Node(other)].flatMap(Self.number)
    else { return nil }
    return (first, second)
  }

  private mutating func note(_ node: Node, _ message: String) {
    mistakes.append(Self.mistake(node.mark, message))
  }

  private static func number(_ node: Node) -> Double? {
    node.scalar.flatMap { Double($0.string) }.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func time(_ text: String) -> Duration? {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let seconds: Double? =
      switch text.dropFirst(number.count) {
      case "ms": 0.001
      case "s": 1
      case "m": 60
      case "h": 3600
      default: nil
      }
    guard let seconds, let count = Double(number), count <= 1e9 else { return nil }
    return .milliseconds(Int((count * seconds * 1000).rounded()))
  }

  private static func mistake(_ mark: Mark?, _ message: String) -> ChainFileError.Mistake {
    ChainFileError.Mistake(line: mark?.line ?? 1, column: mark?.column ?? 1, message: message)
  }

  private static func failure(_ path: String, _ mark: Mark?, _ message: String) -> ChainFileError {
    ChainFileError(path: path, mistakes: [mistake(mark, message)])
  }

  /// What keeps the text from being YAML.
  private static func failure(_ path: String, _ error: any Error) -> ChainFileError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      failure(path, mark, "it is not YAML: \(problem).")
    case .duplicatedKeysInMapping(let keys, let context):
      failure(
        path, context.mark, "a key is there twice (\(keys.sorted().joined(separator: ", "))); leave one out.")
    default: failure(path, nil, "it is not YAML; it must be text in UTF-8.")
    }
  }
}
