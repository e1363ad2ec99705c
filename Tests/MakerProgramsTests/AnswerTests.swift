import Foundation
import Maker
import MakerPrograms
import Testing

/// Which answers are one answer.
@Suite struct AnswerTests {
  @Test(arguments: [
    ("1", ["1.0", "1.00", "10e-1", "0.1e1", "1E0", "1e+0", " 1 ", "100e-2"], "1"),
    ("0", ["-0", "0.0", "-0.00", "0e5", "0E-7"], "0"),
    ("1.5", ["1.50", "15e-1", "0.15E1", "150E-2"], "1.5"),
    ("-0.001", ["-1e-3", "-0.0010"], "-0.001"),
    (
      "123456789012345678901234567890", ["1.2345678901234567890123456789e29"],
      "123456789012345678901234567890"
    ),
    ("1e500", ["10e499", "1E+500"], "1e500"),
    ("12e-500", ["1.2e-499", "0.12e-498"], "1.2e-499"),
    (#""a""#, [#""\u0061""#, #" "a" "#], #""a""#),
    (#""/é\n""#, [#""\/\u00e9\n""#, #""\/\u00E9\u000a""#], #""/é\n""#),
    (#""\ud83d\uddfc""#, [#""🗼""#], #""🗼""#),
    (#"{"a":1,"b":[true,null]}"#, [#"{"b" : [true , null] , "a" : 1.0}"#], #"{"a":1,"b":[true,null]}"#),
    ("{}", ["{ }", "\t{\r\n}"], "{}"),
    ("[]", ["[ ]"], "[]"),
  ])
  func `answers that are the same value are one, however they are written`(
    one: String, others: [String], canonical: String
  ) throws {
    let answer = try ProgramAnswer(json: one)
    #expect(answer.json == canonical)
    for other in others {
      let same = try ProgramAnswer(json: other)
      #expect(
        same == answer && same.hashValue == answer.hashValue && same.record == answer.record, "\(other)")
    }
  }

  @Test(arguments: [
    ("1", "\"1\""), ("1", "1.0000000000000000000001"), ("9007199254740992", "9007199254740993"),
    ("0.1", "0.10000000000000000001"), ("1e400", "1e401"), ("[1,2]", "[2,1]"), ("{\"a\":1}", "{\"A\":1}"),
    ("\"yes\"", "\"Yes\""), ("\"a\"", "\"a \""), ("null", "false"), ("{}", "[]"), ("{}", "{\"a\":null}"),
    // Composed and decomposed: they look alike, and Swift's texts would be equal.
    ("\"\\u00e9\"", "\"e\\u0301\""),
  ])
  func `answers that are different values are two`(one: String, other: String) throws {
    #expect(try ProgramAnswer(json: one) != ProgramAnswer(json: other))
  }

  @Test(arguments: [
    "", " ", "{", "[1,", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1,]", "tru", "nul", "True",
    "01",
    "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "NaN", "Infinity", "\"", "\"a", "\"\\x\"", "\"\\u12\"",
    "\"\\ud83d\"",
    "\"\\udc00\"", "\"\\ud83d\\u0041\"", "\"\n\"", "1 2", "{} {}", "1e1000001", "1e99999999999999999999",
    "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "\u{FEFF}1", "// 1", "'a'",
    String(repeating: "[", count: 129) + String(repeating: "]", count: 129),
    String(repeating: "[", count: 100_000),
  ])
  func `what is not one JSON value is no answer`(text: String) {
    #expect(throws: MalformedRecord.self) { try ProgramAnswer(json: text) }
  }

  @Test func `bytes that are not UTF-8 are no answer`() {
    #expect(throws: MalformedRecord.self) { try ProgramAnswer(record: [0x22, 0xFF, 0x22]) }
    #expect(throws: MalformedRecord.self) { try ProgramAnswer(record: [0x22, 0xC0, 0x80, 0x22]) }
  }

  @Test func `a record is read only as it was written`() throws {
    let answer = try ProgramAnswer(json: #"{"b":1.0,"a":"x"}"#)
    #expect(try ProgramAnswer(record: answer.record) == answer)
    for text in [#"{"b":1,"a":"x"}"#, #"{"a":"x","b":1.0}"#, #"{"a":"x", "b":1}"#, #"{"a":"\u0078","b":1}"#] {
      #expect(throws: MalformedRecord.self) { try ProgramAnswer(record: Array(text.utf8)) }
    }
  }

  @Test func `random values keep their answer in every writing, and no two values share one`() throws {
    var generator = SeededGenerator(seed: 7)
    var seen: [ProgramAnswer: String] = [:]
    for _ in 0..<2000 {
      let value = RandomValue(depth: 3, using: &generator)
      let plain = try ProgramAnswer(json: value.text(using: &generator))
      for _ in 0..<3 {
        let other = try ProgramAnswer(json: value.text(using: &generator))
        #expect(other == plain)
      }
      #expect(try ProgramAnswer(json: plain.json) == plain)
      #expect(try ProgramAnswer(record: plain.record) == plain)
      #expect(seen[plain] == nil || seen[plain] == value.key, "\(plain.json)")
      seen[plain] = value.key
    }
    #expect(seen.count > 500)
  }

  @Test func `any bytes are an answer or malformed`() {
    var generator = SeededGenerator(seed: 11)
    let letters = Array(#"{}[]",:0123456789.-+eE\u truefalsn"#.utf8) + [0xFF, 0xC3, 0xA9, 0x00, 0x0A]
    var answers = 0
    for _ in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &generator)]
      }
      if (try? ProgramAnswer(json: String(decoding: bytes, as: UTF8.self))) != nil { answers += 1 }
    }
    #expect(answers > 100)
  }

  @Test func `the record of a state holds its step, its value and whether it is done`() throws {
    let value = try ProgramState(record: Array(#"{"state":{"a":1.50},"step":7}"#.utf8))
    #expect(value.step == 7 && value.valueJSON == #"{"a":1.50}"# && !value.isDone)
    #expect(value.json == #"{"state":{"a":1.50},"step":7}"#)
    let done = try ProgramState(record: Array(#"{"done":true,"state":null,"step":9}"#.utf8))
    #expect(done.isDone && done != value)
    let waiting = value.postponing(try ProgramAnswer(json: "[1]"))
    #expect(waiting.step == 8)
    #expect(waiting.json == #"{"answer":[1],"state":{"a":1.50},"step":8}"#)
    #expect(try ProgramState(record: waiting.record) == waiting)
    for text in [
      "", "[]", "{}", #"{"step":1}"#, #"{"state":1}"#, #"{"state":1,"step":-1}"#, #"{"step":1,"state":1}"#,
      #"{"state":1,"step":1.0}"#, #"{"done":false,"state":1,"step":1}"#, #"{"more":1,"state":1,"step":1}"#,
      #"{"answer":1,"state":1,"step":0}"#,
    ] {
      #expect(throws: MalformedRecord.self, "\(text)") { try ProgramState(record: Array(text.utf8)) }
    }
  }
}

/// A JSON value that can be written in many ways.
private enum RandomValue {
  case word(String)
  /// So many hundredths.
  case number(Int)
  case text(String)
  case array([RandomValue])
  case object([(String, RandomValue)])

  init(depth: Int, using generator: inout SeededGenerator) {
    let letters = ["a", "b", "\"", "\\", "é", "\n", "🗼", "e\u{301}"]
    switch Int.random(in: 0..<(depth == 0 ? 3 : 5), using: &generator) {
    case 0: self = .word(["true", "false", "null"].randomElement(using: &generator) ?? "null")
    case 1: self = .number(Int.random(in: -2000...2000, using: &generator))
    case 2:
      self = .text((0..<3).map { _ in letters.randomElement(using: &generator) ?? "" }.joined())
    case 3:
      self = .array(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in Self(depth: depth - 1, using: &generator) })
    default:
      let keys = ["a", "b", "c", "é"].shuffled(using: &generator).prefix(
        Int.random(in: 0...3, using: &generator))
      self = .object(keys.map { ($0, Self(depth: depth - 1, using: &generator)) })
    }
  }

  /// Equal for equal values, made without the code that is tested.
  var key: String {
    switch self {
    case .word(let word): word
    case .number(let hundredths): "#\(hundredths)"
    case .text(let text): "'" + text.unicodeScalars.map { "\($0.value)" }.joined(separator: " ") + "'"
    case .array(let elements): "[" + elements.map(\.key).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\($0.0):\($0.1.key)" }.sorted().joined(separator: ",") + "}"
    }
  }

  func text(using generator: inout SeededGenerator) -> String {
    func space(_ generator: inout SeededGenerator) -> String {
      ["", " ", "\t\n"].randomElement(using: &generator) ?? ""
    }
    let lead = space(&generator)
    switch self {
    case .word(let word): return lead + word
    case .number(let hundredths):
      return lead
        + (["\(hundredths)e-2", Self.decimal(hundredths), Self.decimal(hundredths) + "0"].randomElement(
          using: &generator)
          ?? "")
    case .text(let text): return lead + Self.quoted(text, isEscaped: Bool.random(using: &generator))
    case .array(let elements):
      var parts: [String] = []
      for element in elements { parts.append(element.text(using: &generator) + space(&generator)) }
      return lead + "[" + parts.joined(separator: ",") + "]"
    case .object(let members):
      var parts: [String] = []
      for (key, value) in members.shuffled(using: &generator) {
        parts.append(
          space(&generator) + Self.quoted(key, isEscaped: false) + ":" + value.text(using: &generator))
      }
      return lead + "{" + parts.joined(separator: ",") + "}"
    }
  }

  private static func decimal(_ hundredths: Int) -> String {
    let size = abs(hundredths)
    let fraction = String(100 + size % 100).dropFirst()
    return (hundredths < 0 ? "-" : "") + "\(size / 100).\(fraction)"
  }

  private static func quoted(_ text: String, isEscaped: Bool) -> String {
    guard isEscaped else {
      let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "\"" + escaped.replacing("\n", with: "\\n") + "\""
    }
    let units = text.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }
    return "\"" + units.joined() + "\""
  }
}
