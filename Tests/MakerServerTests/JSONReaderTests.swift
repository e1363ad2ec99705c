import MakerServer
import Testing

@Suite("JSON is read as RFC 8259 has it, and nothing else is")
struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.value(in: Array(text.utf8)) }

  @Test(
    "every kind of value",
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("false\n", .bool(false)), ("0", .number("0")),
      ("-1.50e+3", .number("-1.50e+3")), ("18446744073709551615", .number("18446744073709551615")),
      (#""""#, .string("")), ("[]", .array([])), ("{ }", .object([])),
      ("[1, [2],\t\"3\"]", .array([.number("1"), .array([.number("2")]), .string("3")])),
      (
        #"{"a": {"b": null}, "a": 1}"#,
        .object([
          JSONMember("a", .object([JSONMember("b", .null)])), JSONMember("a", .number("1")),
        ])
      ),
    ])
  func values(text: String, value: JSONValue) throws { #expect(try read(text) == value) }

  @Test(
    "every escape",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"a\u00e9b"#, "aéb"), (#"\uD83D\uDE00"#, "😀"),
      (#"\u0000"#, "\0"), ("é😀", "é😀"), (#"x\ny\nz"#, "x\ny\nz"),
    ])
  func escapes(text: String, value: String) throws { #expect(try read("\"\(text)\"") == .string(value)) }

  @Test(
    "what is not JSON is refused, with the place",
    arguments: [
      ("", "at byte 0"), ("{", "at byte 1"), ("[1,]", "at byte 3"), ("[1 2]", "at byte 3"),
      ("{\"a\" 1}", "at byte 5"),
      ("{a:1}", "at byte 1"), ("{\"a\":1,}", "at byte 7"), ("tru", "at byte 3"), ("nul1", "at byte 3"),
      ("01", "at byte 1"), ("-", "at byte 1"), ("1.", "at byte 2"), ("1e", "at byte 2"), ("+1", "at byte 0"),
      (".5", "at byte 0"), ("\"a", "at byte 2"), ("\"a\nb\"", "at byte 2"), (#""\x""#, "at byte 3"),
      (#""\u12""#, "at byte 5"), ("1 1", "at byte 2"), ("NaN", "at byte 0"), ("'a'", "at byte 0"),
      ("\u{FEFF}1", "at byte 0"), ("\"a\\", "at byte 3"),
    ])
  func malformed(text: String, place: String) throws {
    let error = #expect(throws: JSONSyntaxError.self) { try read(text) }
    #expect(error?.message.hasSuffix(place) == true, "\(error?.message ?? "")")
  }

  @Test(
    "surrogates that stand alone are refused",
    arguments: [#""\uD83D""#, #""\uDE00""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\uD83D""#])
  func surrogates(text: String) { #expect(throws: JSONSyntaxError.self) { try read(text) } }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80, 0x5C, 0x6E]] as [[UInt8]])
  func invalidText(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(throws: JSONSyntaxError.self) { try JSONReader.value(in: [quote] + bytes + [quote]) }
  }

  @Test("nesting ends at 64, and 100,000 levels cost nothing")
  func nesting() throws {
    let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    _ = try read(nested(64))
    #expect(throws: JSONSyntaxError.self) { try read(nested(65)) }
    #expect(throws: JSONSyntaxError.self) { try read(nested(100_000)) }
    #expect(throws: JSONSyntaxError.self) { try read(String(repeating: #"{"a":"#, count: 100_000)) }
  }
}
