import Maker
import MakerProviders
import Testing

@Suite("Key mask")
struct KeyMaskTests {
  private static let key = "sk-proj-abcDEF0123456789xyz"

  private func masked(_ text: String, status: Int = 401, key: String = key) throws -> String {
    var answer = HTTPAnswer(status: status, body: Array(text.utf8))
    try #require(KeyMask(Secret(key))).apply(to: &answer)
    return String(decoding: answer.body, as: UTF8.self)
  }

  @Test("the key in an error is overwritten, and nothing beside it")
  func whole() throws {
    #expect(try masked("Incorrect key \(Self.key).") == "Incorrect key \(String(repeating: "*", count: 27)).")
    #expect(try masked(Self.key + Self.key) == String(repeating: "*", count: 54))
  }

  @Test("every piece of eight bytes or more is overwritten", arguments: 8...27)
  func pieces(length: Int) throws {
    for start in 0...(Self.key.count - length) {
      let piece = Self.key.dropFirst(start).prefix(length)
      let text = try masked("<\(piece)>")
      #expect(text == "<\(String(repeating: "*", count: length))>")
    }
  }

  @Test("shorter pieces stay: they are in many words")
  func shortPieces() throws {
    #expect(try masked("sk-proj ends in 9xyz") == "sk-proj ends in 9xyz")
  }

  @Test("headers are treated like errors, whatever the status", arguments: [200, 302, 401])
  func headers(status: Int) throws {
    var answer = HTTPAnswer(
      status: status, headers: HTTPHeaderFields([("X-Echo", "key=\(Self.key)!"), ("X-Other", "short")]))
    try #require(KeyMask(Secret(Self.key))).apply(to: &answer)
    #expect(answer.headers["x-echo"] == "key=\(String(repeating: "*", count: 27))!")
    #expect(answer.headers["x-other"] == "short")
  }

  @Test("a reply keeps its text but for the whole key")
  func replies() throws {
    #expect(try masked("said sk-proj-abcDEF0", status: 200) == "said sk-proj-abcDEF0")
    #expect(try masked("said \(Self.key)", status: 200) == "said \(String(repeating: "*", count: 27))")
  }

  @Test("a key that is a word does not damage replies")
  func words() throws {
    #expect(try masked("use lm-studio", status: 200, key: "lm-studio") == "use lm-studio")
    #expect(try masked("bad key lm-studio", status: 401, key: "lm-studio") == "bad key *********")
    #expect(KeyMask(Secret("EMPTY")) == nil)
  }

  @Test(
    "random texts come out as they went in, and hidden keys never do",
    arguments: 1...20 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-_")
    func text(_ count: Int) -> String {
      String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
    }
    let key = text(Int.random(in: 8...200, using: &random))
    let (before, after) = (
      text(Int.random(in: 0...300, using: &random)), text(Int.random(in: 0...300, using: &random))
    )
    let result = try masked(before + key + after, key: key)
    #expect(result.count == before.count + key.count + after.count)
    #expect(!result.contains(key))
    #expect(try masked(before, key: key) == before)
  }
}

@Suite("Keys")
struct KeyTests {
  @Test("blanks and line breaks around a key are not part of it")
  func trimmed() throws {
    #expect(try Secret(" sk-1234\r\n").checked(from: "OPENAI_API_KEY").reveal() == "sk-1234")
  }

  @Test(
    "a key that no header can hold is refused without being shown",
    arguments: ["sk-12\n34", "sk-12 34", "sk-é"])
  func unfit(key: String) {
    let error = #expect(throws: LanguageModelError.self) { try Secret(key).checked(from: "OPENAI_API_KEY") }
    #expect(error?.code == .unauthorized)
    #expect(error?.message.contains("OPENAI_API_KEY") == true)
    #expect(error?.message.contains("sk-") == false)
  }

  @Test("an empty key is refused")
  func empty() {
    #expect(throws: LanguageModelError.self) { try Secret(" \n").checked(from: "OPENAI_API_KEY") }
  }

  @Test("a key is in no description")
  func descriptions() {
    let key = Secret("sk-hidden-0123456789")
    var dumped = ""
    dump(key, to: &dumped)
    for text in [
      "\(key)", String(reflecting: key), dumped, "\([key])", "\(String(describing: Optional(key)))",
    ] {
      #expect(!text.contains("hidden"))
    }
  }
}
