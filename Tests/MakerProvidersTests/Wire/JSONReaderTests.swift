import MakerProviders
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

  @Test(
    "values are read as they are written",
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
      ("-17", .integer(-17)), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .real(9_223_372_036_854_775_808)),
      ("1.5", .real(1.5)), ("-0.25e2", .real(-25)), ("1E3", .real(1000)), ("1e-2", .real(0.01)),
      (#""""#, .string("")), (#""a""#, .string("a")), (#""Grüße 🙂""#, .string("Grüße 🙂")),
      (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")), (#""\u00e9""#, .string("é")),
      (#""\ud83d\ude42""#, .string("🙂")), (#""\u0000""#, .string("\0")),
      ("[]", .array([])), ("[1, 2]", .array([.integer(1), .integer(2)])), ("{}", .object([])),
      (#"{"a": {"b": [null]}}"#, .object([.init("a", .object([.init("b", .array([.null]))]))])),
    ])
  func values(text: String, value: JSONValue) throws {
    #expect(try read(text) == value)
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "nul", "tru", "nulll", "{", "[", "{]", "[}", "[1,]", "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#,
      #"{"a":1,}"#,
      #"{a:1}"#, "[1 2]", #"{"a":1 "b":2}"#, "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN",
      "Infinity",
      #"""#, #""a"#, #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, "\"a\nb\"", "\"\u{1}\"", "'a'", "1 2",
      "[] []",
      "<html></html>", "data: {}",
    ])
  func refused(text: String) {
    #expect(throws: JSONReader.Failure.self) { try read(text) }
  }

  @Test("half of a surrogate pair becomes U+FFFD, and nothing else is lost")
  func loneSurrogates() throws {
    #expect(try read(#""a\ud83db""#) == .string("a\u{FFFD}b"))
    #expect(try read(#""a\ude42b""#) == .string("a\u{FFFD}b"))
    #expect(try read(#""\ud83d\ud83d\ude42""#) == .string("\u{FFFD}🙂"))
    #expect(try read(#""\ud83d\u0041""#) == .string("\u{FFFD}A"))
    #expect(try read(#""\ud83d""#) == .string("\u{FFFD}"))
    #expect(try read(#""\ud83d\n""#) == .string("\u{FFFD}\n"))
  }

  @Test("a byte order mark at the front is passed over, one of UTF-16 is refused")
  func byteOrderMark() throws {
    #expect(try JSONReader.read([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)) == .array([.integer(1)]))
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00]) }
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0xEF, 0xBB, 0xBF]) }
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF]]
      as [[UInt8]])
  func invalidText(bytes: [UInt8]) {
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0x22] + bytes + [0x22]) }
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read([0x22, 0x5C, 0x6E] + bytes + [0x22]) }
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes) }
  }

  @Test("nesting up to the limit is read, and 100,000 levels do not overflow the stack")
  func nesting() throws {
    let limit = JSONReader.deepestNesting
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(throws: Never.self) { try JSONReader.read(nested(limit)) }
    for bytes in [
      nested(limit + 1), nested(100_000), [UInt8](repeating: UInt8(ascii: "["), count: 100_000),
      Array(String(repeating: #"{"a":"#, count: 100_000).utf8),
      Array(String(repeating: #"[{"a":"#, count: 50_000).utf8),
    ] {
      #expect { try JSONReader.read(bytes) } throws: {
        ($0 as? JSONReader.Failure)?.reason == "it is nested too deeply"
      }
    }
  }

  @Test("a failure says where it is")
  func offset() {
    #expect { try read(#"{"a": nope}"#) } throws: { ($0 as? JSONReader.Failure)?.offset == 6 }
  }

  @Test("of several members of one name the last one holds, and a null counts as absent")
  func members() throws {
    let value = try read(#"{"a": 1, "a": 2, "b": null}"#)
    #expect(value["a"] == .integer(2))
    #expect(value["b"] == nil)
    #expect(value["c"] == nil)
    #expect(JSONValue.integer(1)["a"] == nil)
  }

  @Test("whole fractions are integers, others and huge ones are not")
  func integers() {
    #expect(JSONValue.real(3).integer == 3)
    #expect(JSONValue.real(3.5).integer == nil)
    #expect(JSONValue.real(1e300).integer == nil)
    #expect(JSONValue.string("3").integer == nil)
  }

  @Test("a part of the bytes is read by itself")
  func range() throws {
    let bytes = Array("[1]\n[2]\n".utf8)
    #expect(try JSONReader.read(bytes, in: 4..<7) == .array([.integer(2)]))
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes, in: 0..<2) }
    #expect(throws: JSONReader.Failure.self) { try JSONReader.read(bytes, in: 0..<99) }
  }

  @Test("whatever is written can be read again, and is on one line")
  func roundTrip() throws {
    var generator = DamageGenerator(seed: 1)
    for _ in 0..<500 {
      let value = randomValue(depth: 0, using: &generator)
      var writer = JSONWriter()
      writer.value(value)
      #expect(!writer.bytes.contains(0x0A))
      #expect(try JSONReader.read(writer.bytes) == value)
    }
  }

  private func randomValue(depth: Int, using generator: inout DamageGenerator) -> JSONValue {
    func text() -> String {
      let scalars = ["a", "\"", "\\", "\n", "\u{1}", "é", "🙂", "\u{2028}", "/", "\u{7F}", " "]
      return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        scalars.randomElement(using: &generator) ?? ""
      }
      .joined()
    }
    switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int.random(in: .min ... .max, using: &generator))
    case 3: return .real(Double.random(in: -1e6...1e6, using: &generator))
    case 4: return .string(text())
    case 5:
      return .array(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          randomValue(depth: depth + 1, using: &generator)
        })
    default:
      return .object(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          .init(text(), randomValue(depth: depth + 1, using: &generator))
        })
    }
  }

  @Test("numbers that are none are written as null")
  func notANumber() {
    var writer = JSONWriter()
    writer.beginArray()
    writer.real(.nan)
    writer.real(.infinity)
    writer.real(0.1)
    writer.endArray()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "[null,null,0.1]")
  }
}
