import Yams

/// Reads the parts of an agent file and notes everything that is wrong with them.
struct FileReader {
  private let lines: [[Unicode.Scalar]]
  /// The file's name as it was given.
  let file: String
  private(set) var mistakes: [AgentMistake] = []

  init(_ text: String, called file: String) {
    self.file = file
    lines = text.withoutByteOrderMark.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map {
        Array($0.last == "\r" ? $0.dropLast() : $0)
      }
  }

  mutating func note(_ what: String, _ remedy: String, at node: Node) {
    note(what, remedy, at: TextPlace(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1))
  }

  mutating func note(_ what: String, _ remedy: String, at place: TextPlace) {
    guard mistakes.count < AgentLimits.mistakes else { return }
    mistakes.append(AgentMistake(what, remedy, in: file, at: place))
  }

  /// Takes over what is wrong with another file that this one names.
  mutating func note(_ others: AgentMistakes) { mistakes += others.mistakes }

  func place(of scalar: Node.Scalar) -> ScalarPlace { ScalarPlace(scalar, in: lines) }

  /// The values of a mapping by their keys, each of which has to be known.
  mutating func members(of node: Node, called name: String, keys: [String]) -> [String: Node]? {
    guard let pairs = pairs(of: node, called: name) else { return nil }
    var values: [String: Node] = [:]
    for (key, keyNode, value) in pairs {
      if keys.contains(key) {
        values[key] = value
      } else {
        let nearest = NearestKey.of(key, among: keys)
        note(
          "\(name) has no key \"\(key.prefix(60))\"",
          nearest.map { "did you mean \"\($0)\"?" } ?? "the keys are \(keys.joined(separator: ", "))",
          at: keyNode)
      }
    }
    return values
  }

  /// The keys and values of a mapping in their order.
  mutating func pairs(of node: Node, called name: String) -> [(key: String, keyNode: Node, value: Node)]? {
    guard let mapping = node.mapping else {
      note("\(name) is no mapping", "write keys and values: \"key: value\"", at: node)
      return nil
    }
    var names: Set<[UInt8]> = []
    var pairs: [(String, Node, Node)] = []
    for (key, value) in mapping {
      guard let text = key.scalar?.string else {
        note("a key of \(name) is no text", "write \"key: value\"", at: key)
        continue
      }
      if names.insert(Array(text.utf8)).inserted {
        pairs.append((text, key, value))
      } else {
        note("the key \"\(text.prefix(60))\" of \(name) is there twice", "leave one out", at: key)
      }
    }
    return pairs
  }

  /// The values of a list.
  mutating func list(_ node: Node, called name: String, atMost limit: Int) -> [Node]? {
    guard let sequence = node.sequence else {
      note("\(name) is no list", "write [one, two]", at: node)
      return nil
    }
    guard sequence.count <= limit else {
      note("\(name) has \(sequence.count) values", "use at most \(limit)", at: node)
      return nil
    }
    return Array(sequence)
  }
}

extension FileReader {
  /// A text that is not empty.
  mutating func text(_ node: Node, called name: String) -> String? {
    guard let scalar = node.scalar else {
      note("\(name) is no text", "write \"key: some text\"", at: node)
      return nil
    }
    guard !scalar.isNull, !scalar.string.trimmed.isEmpty else {
      note("\(name) is empty", "write some text, or leave the key out", at: node)
      return nil
    }
    return scalar.string
  }

  /// A number within bounds.
  mutating func number(
    _ node: Node, called name: String, atLeast least: DecimalNumber? = nil, atMost most: DecimalNumber? = nil
  ) -> DecimalNumber? {
    guard let scalar = node.scalar, scalar.style == .plain, let number = DecimalNumber(scalar.string) else {
      note("\(name) is no number", "write digits without quotes, as 3 or 0.25", at: node)
      return nil
    }
    if let least, number < least {
      note("\(name) is \(number)", "use \(least) or more", at: node)
      return nil
    }
    if let most, most < number {
      note("\(name) is \(number)", "use \(most) or less", at: node)
      return nil
    }
    return number
  }

  /// A whole number within bounds.
  mutating func integer(_ node: Node, called name: String, in bounds: ClosedRange<Int>) -> Int? {
    guard
      let number = number(
        node, called: name, atLeast: DecimalNumber(bounds.lowerBound),
        atMost: DecimalNumber(bounds.upperBound))
    else { return nil }
    guard number.isWhole, let integer = Int(number.canonical) else {
      note("\(name) is not a whole number", "use \(bounds.lowerBound) to \(bounds.upperBound)", at: node)
      return nil
    }
    return integer
  }

  /// True or false.
  mutating func bool(_ node: Node, called name: String) -> Bool? {
    if case .bool(let bool)? = node.scalar.map(AgentValue.init(yaml:)) { return bool }
    note("\(name) is neither true nor false", "write true or false without quotes", at: node)
    return nil
  }

  /// A regular expression.
  mutating func pattern(_ node: Node, called name: String) -> TextPattern? {
    guard let text = text(node, called: name), let scalar = node.scalar else { return nil }
    do throws(TextPattern.Mistake) {
      return try TextPattern(text)
    } catch {
      note(
        "\(name): \(error.what)", error.remedy, at: place(of: scalar).place(ofOffset: error.offset, in: text))
      return nil
    }
  }

  /// The words of a command.
  mutating func command(_ node: Node, called name: String) -> [String]? {
    guard node.sequence != nil else {
      note("\(name) is no list of words", "write [\"python3\", \"check.py\"]: there is no shell", at: node)
      return nil
    }
    guard let nodes = list(node, called: name, atMost: 1_000) else { return nil }
    guard !nodes.isEmpty else {
      note("\(name) names no program", "write [\"python3\", \"check.py\"]", at: node)
      return nil
    }
    let words = nodes.compactMap { text($0, called: "a word of \(name)") }
    return words.count == nodes.count ? words : nil
  }
}

extension String {
  /// The text without the mark of its encoding that some editors put in front.
  var withoutByteOrderMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }
}

extension ScalarPlace {
  /// The place in the file of a character of the text, counted from 0.
  func place(ofOffset offset: Int, in text: String) -> TextPlace {
    var inside = TextPlace(line: 1, column: 1)
    for scalar in text.unicodeScalars.prefix(offset) {
      inside =
        scalar == "\n"
        ? TextPlace(line: inside.line + 1, column: 1)
        : TextPlace(line: inside.line, column: inside.column + 1)
    }
    return place(of: inside)
  }
}

extension Node.Scalar {
  /// Whether it stands for nothing: an empty value, `~` or `null` without quotes.
  var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(string) }
}
