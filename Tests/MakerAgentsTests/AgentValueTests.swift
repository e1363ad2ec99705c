import MakerAgents
import Testing

@Suite struct AgentValueTests {
  private func read(_ json: String) throws(MalformedValue) -> AgentValue { try AgentValue(json: json.utf8) }

  @Test func `order and numbers are kept as they were written`() throws {
    let json = #"{"b":1.50,"a":[true,false,null,"x\ny"],"":{}}"#
    #expect(try read(json).json == json)
    #expect(try read(" { \"b\" : 1.50,\n\"a\":[true ,false,null,\"x\\u000ay\"],\"\":{ } } ").json == json)
    #expect(try read(json).canonicalJSON == #"{"":{},"a":[true,false,null,"x\ny"],"b":1.5}"#)
  }

  @Test(arguments: [
    "", " ", "{", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "1 2", "nul", "tru", "\"a",
    "\"\n\"", "\"\\x\"", "\"\\u12\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "01", "+1", "1.", "'a'", "[1 2]", "{\"a\":1}}", "NaN",
    "1e99999", "{\"a\":1,\"a\":2}",
    "{\"\\u0061\":1,\"a\":2}",
  ])
  func `what is not one JSON value is refused`(json: String) {
    #expect(throws: MalformedValue.self) { try read(json) }
  }

  @Test func `a name with an accent and one with its combining mark are two names`() throws {
    #expect(try read("{\"\u{E9}\":1,\"e\u{301}\":2}")["e\u{301}"] == .number(DecimalNumber(2)))
  }

  @Test func `text that is not UTF-8 is refused`() {
    #expect(throws: MalformedValue.self) { try AgentValue(json: [0x22, 0xFF, 0x22]) }
  }

  @Test func `nesting is bounded`() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try read(deep(64)).json == deep(64))
    #expect(throws: MalformedValue.self) { try read(deep(65)) }
    #expect(throws: MalformedValue.self) { try read(String(repeating: "[", count: 100_000)) }
  }

  @Test func `an error says where`() {
    #expect(throws: MalformedValue("a comma or the end of an object was expected, at byte 8")) {
      try read("{\"a\":1 \"b\":2}")
    }
    #expect(throws: MalformedValue("the name \"a\" is there twice, at byte 11")) {
      try read("{\"a\":1,\"a\":2}")
    }
  }

  @Test func `what was written is read as the same`() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<3_000 {
      let value = random.value()
      #expect(try read(value.json).json == value.json)
      #expect(!value.json.utf8.contains(0x0A))
    }
  }

  @Test func `a record is an object of at most a thousand fields`() throws {
    #expect(try AgentRecord(json: #"{"a":1,"b":"x"}"#.utf8).fields.map(\.name) == ["a", "b"])
    #expect(throws: MalformedValue("a record is a JSON object, and this is a list")) {
      try AgentRecord(json: "[]".utf8)
    }
    let wide = "{" + (0...1_000).map { "\"f\($0)\":0" }.joined(separator: ",") + "}"
    #expect(throws: MalformedValue("it has 1001 fields, and a record has at most 1000")) {
      try AgentRecord(json: wide.utf8)
    }
    #expect(AgentRecord(["a": "x"]).value == .object([.init("a", .string("x"))]))
  }

  @Test func `bytes that are no JSON never trap`() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array(#"{}[]",:\u0123deE+-. tfn"#.utf8) + [0xC3, 0xA9, 0xFF, 0x0A]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...16, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      guard let value = try? AgentValue(json: bytes) else { continue }
      #expect((try? AgentValue(json: value.canonicalJSON.utf8))?.canonicalJSON == value.canonicalJSON)
    }
  }
}
