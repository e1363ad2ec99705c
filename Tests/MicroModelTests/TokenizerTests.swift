import Testing

import MicroModel

@Suite("Tokenizer")
struct TokenizerTests {
  private let texts: [String?] = [nil, nil, "a", "b", "c", "ab", "abc", ", 1", ", 10", "é"]

  @Test("The longest entry that matches is taken")
  func longestMatch() throws {
    let tokenizer = try Tokenizer(texts: texts, endToken: 1)
    #expect(try tokenizer.tokens(of: "abcab, 10, 1a") == [6, 5, 8, 7, 2])
    #expect(try tokenizer.tokens(of: "éb") == [9, 3])
    #expect(try tokenizer.tokens(of: "") == [])
  }

  @Test("Tokens turn back into the text they came from")
  func roundTrip() throws {
    let tokenizer = try Tokenizer(texts: texts, endToken: 1)
    for text in ["abcba", "é, 10, 1", "c"] {
      #expect(tokenizer.text(of: try tokenizer.tokens(of: text)) == text)
    }
    #expect(tokenizer.text(of: [2, 1]) == "a")
  }

  @Test("Text that no token matches is reported with its place")
  func unknownText() throws {
    let tokenizer = try Tokenizer(texts: texts, endToken: 1)
    let error = #expect(throws: MicroModelError.self) { try tokenizer.tokens(of: "abc, 12 disks") }
    #expect(error?.code == .unknownText)
    #expect(error?.description.contains("byte 6") == true)
    #expect(error?.description.contains("2 disks") == true)
    #expect(throws: MicroModelError.self) { try tokenizer.tokens(of: ", ") }
  }
}
