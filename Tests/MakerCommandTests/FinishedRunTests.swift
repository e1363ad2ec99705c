import Foundation
import MakerJournal
import Testing

@Suite("A run that is done is not worked on again, and one that went wrong says what to do", .serialized)
struct FinishedRunTests {
  private func sessions(_ place: Workplace) throws -> [RunSession] {
    try RunFile(at: place.path("a.run")).sessions()
  }

  @Test("to resume it is to verify it: no session, and the rate is that of the whole run")
  func resumed() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 8)
    let before = try sessions(place)
    let outcome = try await place.maker("resume", "a.run")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("a.run was done already"), "\(outcome.errors)")
    #expect(outcome.output.contains("verified   yes"), "\(outcome.output)")
    #expect(!outcome.output.contains("sessions") && !outcome.output.contains(" 0 steps/s"))
    #expect(try sessions(place) == before)
  }

  @Test("one of two sessions has the rate of both")
  func rate() async throws {
    let place = try Workplace()
    let stopped = try await place.maker(
      "run", "hanoi", "--disks", "9", "--run", "a.run", "--max-steps", "510")
    #expect(stopped.code == 75, "\(stopped.errors)")
    #expect(try await place.maker("resume", "a.run", "--max-steps", "1000").code == 0)
    let all = try sessions(place)
    #expect(all.count == 2)
    let rate = 511 / all.reduce(0) { $0 + $1.wallSeconds }
    let shown = try await place.maker("show", "a.run").output
    let words = shown.components(separatedBy: " steps/s")[0].split(separator: " ")
    let digits = String(words.last ?? "").replacing(",", with: "")
    let told = try #require(Double(digits))
    #expect(abs(told - rate) <= 1, "\(told) and \(rate)")
    #expect(shown.contains("2 sessions"))
  }

  @Test("one that was decided wrong is shown as wrong, with the step and a higher k to try")
  func wrong() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(
      "run", "hanoi", "--disks", "10", "--k", "1", "--temperature", "2.5", "--run", "a.run")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("was decided wrong.") && !outcome.errors.contains(".."))
    #expect(outcome.output.contains("maker show a.run --step ") && outcome.output.contains("such as 2"))
    let before = try sessions(place)
    let shown = try await place.maker("show", "a.run")
    #expect(shown.output.contains("verified   NO") && !shown.output.contains("not yet"), "\(shown.output)")
    #expect(shown.output.contains("a higher --k"))
    #expect(try await place.maker("show", "a.run", "--json").report.verified == false)
    let resumed = try await place.maker("resume", "a.run")
    #expect(resumed.code == 1 && resumed.errors.contains("done already"), "\(resumed.errors)")
    #expect(try sessions(place) == before)
  }
}
