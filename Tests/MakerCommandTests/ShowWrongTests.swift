import Foundation
import Testing

@Suite("Steps that are contested or wrong are found", .serialized)
struct ShowWrongTests {
  @Test("with --most those with the smallest lead come first")
  func most() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 9, "--temperature", "1.9", "--k", "5")
    let outcome = try await place.maker("show", "a.run", "--contested", "--most", "5", "--json")
    let steps = try outcome.outputLines.dropLast().map(jsonObject)
    #expect(steps.count == 5 && steps.allSatisfy { $0["step"] is Int })
    let all = try await place.maker("show", "a.run", "--contested", "--json").outputLines.dropLast()
    #expect(all.count > 5)
  }

  @Test("no step of a run that is right is wrong")
  func none() async throws {
    let place = try Workplace()
    try await place.finishedRun()
    let outcome = try await place.maker("show", "a.run", "--wrong")
    #expect(
      outcome.code == 0 && outcome.output == "" && outcome.errors.contains("no decided answer is wrong"))
    expectRefusal(try await place.maker("show", "a.run", "--record", "1"), 64, saying: "--step")
  }

  @Test("the wrong steps of one that failed are shown with what is right")
  func wrong() async throws {
    let place = try Workplace()
    let lost = try await place.maker(
      "run", "hanoi", "--disks", "10", "--k", "1", "--temperature", "2.5", "--parser", "repairing", "--run",
      "a.run", "--json")
    let outcome = try await place.maker("show", "a.run", "--wrong", "--most", "1", "--json")
    #expect(outcome.code == 0, "\(outcome.errors)")
    guard lost.code == 1 else { return }
    let step = try jsonObject(outcome.outputLines[0])
    #expect(step["expected"] is [String: Any] && step["answer"] is [String: Any])
  }
}
