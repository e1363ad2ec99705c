import Foundation
import Testing

@Suite("What was asked wrongly is refused with one sentence and exit code 64", .serialized)
struct UsageErrorsTests {
  @Test(
    "numbers out of their range are named with it",
    arguments: [
      ("--disks", "0", "1 to 62"), ("--disks", "-1", "1 to 62"), ("--disks", "63", "1 to 62"),
      ("--disks", "21", "1 to 20"), ("--k", "0", "1 to 100"), ("--k", "101", "1 to 100"),
      ("--temperature", "-1", "0.001 to 1000"), ("--temperature", "nan", "0.001 to 1000"),
      ("--temperature", "0", "0.001 to 1000"), ("--temperature", "inf", "0.001 to 1000"),
      ("--commit-ms", "-1", "0 to 60000"), ("--max-samples", "0", "1 to 1000000"),
      ("--max-attempts", "0", "1 to 1000000"), ("--max-step-seconds", "0", "above 0"),
      ("--max-step-seconds", "nan", "above 0"),
    ])
  func ranges(option: String, value: String, range: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker("run", "hanoi", option, value), 64, saying: option, range)
    #expect(try place.names == [])
  }

  @Test(
    "what is no number, or no word that is known, is named",
    arguments: [
      ("--disks", "ten"), ("--disks", "99999999999999999999"), ("--k", "four"), ("--seed", "-1"),
      ("--temperature", "hot"), ("--record", "some"), ("--parser", "guessing"),
    ])
  func words(option: String, value: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker("run", "hanoi", option, value), 64, saying: option, value)
    #expect(try place.names == [])
  }

  @Test(
    "unknown commands, options and tasks are named, with the help to read",
    arguments: [
      ["dance"], ["run", "chess"], ["run", "hanoi", "--disk", "3"], ["completion", "tcsh"], ["show"],
      ["plan"], ["show", "a.run", "--step", "1", "--contested"], ["show", "a.run", "--step", "-1"],
    ])
  func unknown(arguments: [String]) async throws {
    let place = try Workplace()
    try await place.finishedRun()
    expectRefusal(try await place.maker(arguments), 64, saying: "--help")
  }

  @Test("fewer samples than votes are needed")
  func tooFewSamples() async throws {
    let place = try Workplace()
    expectRefusal(
      try await place.maker("run", "hanoi", "--disks", "3", "--max-samples", "3"), 64,
      saying: "--max-samples", "k (4)")
  }

  @Test("a step that is not there", arguments: [7, 1 << 40])
  func step(_ number: Int) async throws {
    let place = try Workplace()
    try await place.finishedRun()
    expectRefusal(
      try await place.maker("show", "a.run", "--step", "\(number)"), 64, saying: "\(number)", "0 to 6")
  }
}
