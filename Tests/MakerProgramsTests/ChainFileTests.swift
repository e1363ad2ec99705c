import Foundation
import Maker
import MakerPrograms
import Testing

@Suite struct ChainFileTests {
  private func mistakes(_ text: String) -> [String] {
    do throws(ChainFileError) {
      _ = try ChainFile(text: text, path: "a/chain.yaml")
      return []
    } catch {
      return error.mistakes.map { "\($0.line):\($0.column) \($0.message)" }
    }
  }

  @Test func `a file with everything in it is read`() throws {
    let file = try ChainFile(
      text: """
        # A game.
        program: [python3, hanoi.py, 8, "two words", ""]
        time_limit: 1.5s
        model: openai/gpt-4.1-mini
        k: 4
        temperature: {first: 0, rest: 0.2}
        max_reply_tokens: 200
        price: {input: 0.40, output: 1.6}
        """, path: "games/hanoi/chain.yaml")
    #expect(file.program == ["python3", "hanoi.py", "8", "two words", ""])
    #expect(file.folder == "games/hanoi")
    #expect(file.timePerRequest == .milliseconds(1500))
    #expect(file.limits.timePerRequest == .milliseconds(1500))
    #expect(file.model == "openai/gpt-4.1-mini")
    #expect(file.k == 4)
    #expect(file.temperatures == Temperatures(first: 0, rest: 0.2))
    #expect(file.maximumReplyTokens == 200)
    #expect(file.price?.inputUSD == 0.4 && file.price?.outputUSD == 1.6)
    #expect(file.command().words == file.program && file.command().folder == "games/hanoi")
  }

  @Test func `only the program has to be named`() throws {
    let file = try ChainFile(text: "program: [./solve]", path: "chain.yaml")
    #expect(file.program == ["./solve"] && file.folder == ".")
    #expect(file.timePerRequest == .seconds(30))
    #expect(file.model == nil && file.k == nil && file.temperatures == nil && file.price == nil)
    #expect(file.maximumReplyTokens == nil)
    #expect(try ChainFile(text: "program: [a]", path: "/chain.yaml").folder == "/")
    #expect(try ChainFile(text: "program: [a]\ntemperature: 0.5", path: "c").temperatures == .uniform(0.5))
  }

  @Test(arguments: [
    ("", "1:1 it must hold keys and values"),
    ("- a", "1:1 it must hold keys and values"),
    ("k: 3", "1:1 the key \"program\" is missing"),
    ("program: python3 hanoi.py", "1:10 \"program\" is no list of words"),
    ("program: []", "1:10 \"program\" is no list of words"),
    ("program: [\"\"]", "1:11 this is no word"),
    ("program: [a, [b]]", "1:14 this is no word"),
    ("program: [a]\nmodle: x", "2:1 there is no key \"modle\"; known are program, time_limit, model"),
    ("program: [a]\ntime_limit: 30", "2:13 \"time_limit\" is no time of at most a day with its unit"),
    ("program: [a]\ntime_limit: 0s", "2:13 \"time_limit\" is no time"),
    ("program: [a]\ntime_limit: 25h", "2:13 \"time_limit\" is no time"),
    ("program: [a]\nmodel: [x]", "2:8 \"model\" is no text"),
    ("program: [a]\nk: three", "2:4 \"k\" is no whole number from 1 to 100"),
    ("program: [a]\nk: 0", "2:4 \"k\" is no whole number from 1 to 100"),
    ("program: [a]\ntemperature: 0", "2:14 \"temperature\" is no number from 0.001 to 1000"),
    ("program: [a]\ntemperature: .nan", "2:14 \"temperature\" is no number"),
    ("program: [a]\ntemperature: {first: 0}", "2:14 \"temperature\" has no first"),
    ("program: [a]\ntemperature: {first: 0, rest: 0}", "2:14 \"temperature\" has no first"),
    ("program: [a]\nmax_reply_tokens: -1", "2:19 \"max_reply_tokens\" is no whole number from 1 to 1000000"),
    ("program: [a]\nprice: 3", "2:8 \"price\" is not what a million tokens cost in dollars"),
    ("program: [a]\nprice: {input: 1, output: -1}", "2:8 \"price\" is not what"),
    ("program: [a]\nprice: {input: 1, output: 1, cached: 1}", "2:8 \"price\" is not what"),
    ("program: [a]\nprogram: [b]", "1:1 a key is there twice (program)"),
    ("program: [a\nk: 3", "it is not YAML"),
    ("program: \"a", "it is not YAML"),
  ])
  func `a mistake is told with its line, its column and the remedy`(text: String, mistake: String) {
    let found = mistakes(text)
    #expect(found.count == 1)
    #expect(found.first?.contains(mistake) == true, "\(found)")
  }

  @Test func `all mistakes of a file are told at once, in the order of the file`() {
    let error = #expect(throws: ChainFileError.self) {
      try ChainFile(text: "k: x\nprogram: a\ntime: 3\nprice: 1", path: "a/chain.yaml")
    }
    #expect(error?.mistakes.map(\.line) == [1, 2, 3, 4])
    let first = "a/chain.yaml, line 1, column 4: \"k\" is no whole number from 1 to 100.\n"
    #expect(error?.description.hasPrefix(first) == true)
  }

  @Test func `a file that is too large is refused before it is read`() {
    let text = "program: [a]\n#" + String(repeating: "x", count: ChainFile.largestBytes)
    #expect(mistakes(text).first?.contains("more than 65536 bytes") == true)
  }
}
