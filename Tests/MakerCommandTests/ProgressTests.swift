import Foundation
import Testing

@Suite("Progress is a live line on a terminal and plain lines elsewhere")
struct ProgressTests {
  @Test("plain lines have no control characters, and leave standard output to the result")
  func plain() async throws {
    let place = try Workplace()
    let outcome = try await place.finishedRun(disks: 6)
    #expect(outcome.outputLines.count == 1)
    #expect(outcome.errorLines.count >= 2)
    #expect(outcome.errorLines.first?.contains("6 disks, 63 steps, k = 4") == true)
    #expect(outcome.errorLines.last?.contains("step 63 of 63  100.0 %") == true)
    for character in outcome.errors.unicodeScalars {
      #expect(character.value >= 32 || character == "\n")
    }
  }

  @Test("a terminal sees one line that is rewritten")
  func terminal() async throws {
    let place = try Workplace()
    let terminal = try Terminal()
    let run = try place.start(
      "run", "hanoi", "--disks", "10", "--run", "a.run", "--json", errors: terminal.device)
    var seen = ""
    try await eventually {
      seen += terminal.text()
      return !run.isRunning
    }
    let outcome = try await run.outcome()
    seen += terminal.text()
    #expect(outcome.code == 0, "\(seen)")
    #expect(seen.contains("\r\u{1B}[2Kstep 1,023 of 1,023  100.0 %"))
    #expect(seen.contains("votes/step"))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test("the line never wraps: what does not fit is left out", arguments: [UInt16(40), 80])
  func narrow(columns: UInt16) async throws {
    let place = try Workplace()
    let terminal = try Terminal(columns: columns)
    let run = try place.start(
      "run", "hanoi", "--disks", "10", "--run", "a.run", "--json", errors: terminal.device)
    var seen = ""
    try await eventually {
      seen += terminal.text()
      return !run.isRunning
    }
    _ = try await run.outcome()
    seen += terminal.text()
    let drawn = seen.components(separatedBy: "\r\u{1B}[2K").dropFirst()
    #expect(!drawn.isEmpty)
    for line in drawn {
      let text = line.prefix { !$0.isNewline }
      #expect(text.hasPrefix("step ") && text.count < columns, "\(text)")
    }
  }
}
