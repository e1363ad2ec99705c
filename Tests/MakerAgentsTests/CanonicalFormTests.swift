import Maker
import MakerAgents
import Testing

@Suite struct CanonicalFormTests {
  private func same(_ one: String, _ other: String, _ comparator: Comparator) throws -> Bool {
    let agent = try agent(answer: "{schema: {}}", vote: comparator.rawValue)
    return try agent.answer(in: one) == agent.answer(in: other)
  }

  @Test func `exact takes values as they were written`() throws {
    #expect(try same(#"{"a": 1, "b": 2}"#, #"{"a":1,"b":2}"#, .exact))
    #expect(try !same(#"{"a": 1, "b": 2}"#, #"{"b":2,"a":1}"#, .exact))
    #expect(try !same("1.50", "1.5", .exact))
    #expect(try !same("1", #""1""#, .exact))
    #expect(try !same(#""x ""#, #""x""#, .exact))
    #expect(try !same("\"\u{E9}\"", "\"e\u{301}\"", .exact))
  }

  @Test func `trimmed leaves white space at the ends out`() throws {
    #expect(try same(#"" x\n""#, #""x""#, .trimmed))
    #expect(try same("\"\u{A0}x\u{2003}\"", #""x""#, .trimmed))
    #expect(try !same(#""a  b""#, #""a b""#, .trimmed))
    #expect(try !same(#""X""#, #""x""#, .trimmed))
    #expect(try same(#"{"a": [" x"]}"#, #"{"a": ["x "]}"#, .trimmed))
  }

  @Test(arguments: [
    ("ACME  Corp", " acme\ncorp "), ("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("\u{E9}", "E\u{301}"),
    ("ﬁn", "FIN"), ("Å", "\u{212B}"),
    ("K", "\u{212A}"), ("", " \t\n"), ("ǅ", "ǆ"),
  ])
  func `folded leaves case, blanks and the encoding of accents out`(one: String, other: String) throws {
    #expect(try same(AgentValue.string(one).json, AgentValue.string(other).json, .folded))
  }

  @Test(arguments: [("a b", "ab"), ("e", "é"), ("1", "l"), ("ss", "s"), ("a", "а")])
  func `folded leaves nothing else out`(one: String, other: String) throws {
    #expect(try !same(AgentValue.string(one).json, AgentValue.string(other).json, .folded))
  }

  @Test func `number compares values exactly, also those in texts`() throws {
    #expect(try same("1.50", "1.5", .number))
    #expect(try same(#"" 1.5 ""#, "15e-1", .number))
    #expect(try !same("0.1", "0.10000000000000000001", .number))
    #expect(try !same("9007199254740993", "9007199254740992", .number))
    #expect(try same("-0", "0.0", .number))
    #expect(try same("null", "null", .number))
    #expect(throws: Flagged(.malformed, "the answer is no number")) { try same("true", "1", .number) }
    #expect(throws: Flagged(.malformed, "the answer is no number")) { try same(#""1,5""#, "1", .number) }
  }

  @Test func `sorted-set compares what is in it`() throws {
    #expect(try same(#"["b", "a", "b"]"#, #"["a","b"]"#, .sortedSet))
    #expect(try same(#"["b", "a"]"#, #""a, b,, b""#, .sortedSet))
    #expect(try same("[1.0, 2]", "[2, 1]", .sortedSet))
    #expect(try !same(#"["1"]"#, "[1]", .sortedSet))
    #expect(try same("[]", #""""#, .sortedSet))
    #expect(try !same("[]", "null", .sortedSet))
    #expect(throws: Flagged(.malformed, "the answer is neither a list nor a text with commas")) {
      try same("1", "1", .sortedSet)
    }
  }

  @Test func `json compares what is meant`() throws {
    #expect(try same(#"{"a": 1.0, "b": [1, 2]}"#, #"{"b":[1,2.00],"a":1}"#, .json))
    #expect(try !same("[1, 2]", "[2, 1]", .json))
    #expect(try !same(#"{"a": null}"#, "{}", .json))
    #expect(try !same("\"\u{E9}\"", "\"e\u{301}\"", .json))
  }

  @Test(arguments: Comparator.allCases)
  func `the canonical form of a canonical form is itself`(comparator: Comparator) throws {
    var random = SeededGenerator(seed: 4)
    let agent = try agent(answer: "{schema: {}}", vote: comparator.rawValue)
    var forms = 0
    for _ in 0..<3_000 {
      guard let answer = try? agent.answer(in: random.value().json) else { continue }
      let again = try agent.answer(in: answer.canonical)
      #expect(again.canonical == answer.canonical)
      #expect(again == answer)
      forms += 1
    }
    #expect(forms > 500)
  }

  @Test func `another way of writing the same is the same vote`() throws {
    var random = SeededGenerator(seed: 5)
    let agent = try agent(answer: "{schema: {}}")
    for _ in 0..<3_000 {
      let value = random.value()
      let rewritten = random.rewritten(value)
      #expect(try agent.answer(in: rewritten) == agent.answer(in: value.json), "\(value.json) \(rewritten)")
    }
  }

  @Test func `values that mean something else never have the same form`() throws {
    var random = SeededGenerator(seed: 6)
    var seen: [[UInt8]: AgentValue] = [:]
    for _ in 0..<20_000 {
      let value = random.value(depth: 2)
      if let known = seen.updateValue(value, forKey: Array(value.canonicalJSON.utf8)) {
        #expect(known.means(value), "\(known.json) and \(value.json)")
      }
    }
    #expect(seen.count > 2_000)
  }
}

extension AgentValue {
  /// Whether two values mean the same, found out in another way than by their canonical form.
  fileprivate func means(_ other: AgentValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let one), .bool(let two)): one == two
    case (.number(let one), .number(let two)): one == two
    case (.string(let one), .string(let two)): Array(one.utf8) == Array(two.utf8)
    case (.list(let one), .list(let two)): one.count == two.count && zip(one, two).allSatisfy { $0.means($1) }
    case (.object(let one), .object(let two)):
      one.count == two.count
        && one.allSatisfy { member in other[member.name].map { member.value.means($0) } ?? false }
    default: false
    }
  }
}
