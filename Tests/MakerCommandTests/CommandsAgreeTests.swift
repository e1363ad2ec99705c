import Foundation
import Testing

@Suite("The commands agree about a run")
struct CommandsAgreeTests {
  @Test("run, show, verify and runs report the same")
  func reports() async throws {
    let place = try Workplace()
    let ran = try await place.finishedRun("runs/a.run", disks: 6).report
    #expect(ran.status == "done")
    #expect(ran.run == "runs/a.run")
    #expect(ran.steps == 63 && ran.decided == 63)
    #expect(ran.verified == true)
    #expect(ran.costUsd == 0)
    #expect(ran.votes >= 4 * 63)
    #expect(ran.samples == ran.votes + ran.flags.values.reduce(0, +))
    #expect(ran.longestBallot >= 4)

    let verified = try await place.maker("verify", "runs/a.run", "--json")
    #expect(verified.code == 0)
    #expect(try verified.report == ran)

    var shown = try await place.maker("show", "runs/a.run", "--json").report
    #expect(shown.verified == nil)
    shown.verified = true
    #expect(shown == ran)

    let runs = try await place.maker("runs", "--json")
    let list = try JSONSerialization.jsonObject(with: Data(runs.output.utf8)) as? [[String: Any]]
    #expect(list?.count == 1)
    #expect(list?.first?["run"] as? String == "runs/a.run")
    #expect(list?.first?["votes"] as? Int == ran.votes)
    #expect(list?.first?["status"] as? String == "done")
  }

  @Test("the export adds up to what the report says")
  func export() async throws {
    let place = try Workplace()
    let report = try await place.finishedRun(disks: 7).report
    let export = try await place.maker("export", "a.run", "--jsonl")
    #expect(export.code == 0 && export.errors == "")
    let lines = try export.outputLines.map(jsonObject)
    #expect(lines.count == 127)
    #expect(lines.compactMap { $0["step"] as? Int } == Array(0..<127))
    #expect(lines.compactMap { $0["samples"] as? Int }.reduce(0, +) == report.samples)
    let ballots = lines.compactMap { $0["ballot"] as? [[String: Any]] }
    let votes = ballots.map { $0.compactMap { $0["votes"] as? Int }.reduce(0, +) }
    #expect(votes.reduce(0, +) == report.votes)
    #expect(votes.max() == report.longestBallot)
    let flags = lines.compactMap { $0["flags"] as? [String: Int] }
      .reduce(into: [:]) { sum, flags in sum.merge(flags, uniquingKeysWith: +) }
    #expect(flags == report.flags)
    let last = lines.last?["answer"] as? [String: Any]
    #expect(
      last?["next_state"] as? [[Int]] == [[], [7, 6, 5, 4, 3, 2, 1], []]
        || last?["next_state"] as? [[Int]] == [[], [], [7, 6, 5, 4, 3, 2, 1]])
  }

  @Test("a line of the export is written exactly as it is documented")
  func exportLine() async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 3, "--temperature", "0.3")
    let export = try await place.maker("export", "a.run", "--jsonl")
    #expect(
      export.outputLines.first
        == #"{"step": 0, "answer": {"move": [1, 0, 1], "next_state": [[3, 2], [1], []]}, "#
        + #""ballot": [{"answer": {"move": [1, 0, 1], "next_state": [[3, 2], [1], []]}, "votes": 4}], "#
        + #""samples": 4, "flags": {}}"#)
    #expect(try await place.maker("export", "a.run").output == export.output)
    #expect(try await place.maker("export", "a.run", "--json").output == export.output)
  }

  @Test("an odd and an even number of disks, and a single one, end where they should", arguments: 1...8)
  func everySize(disks: Int) async throws {
    let place = try Workplace()
    let report = try await place.finishedRun(disks: disks).report
    #expect(report.steps == (1 << disks) - 1)
    #expect(report.decided == report.steps)
    #expect(report.verified == true)
  }

  @Test("the end of a run says what to try next, and that works")
  func nextCommands() async throws {
    let place = try Workplace()
    let outcome = try await place.maker("run", "hanoi", "--disks", "4")
    #expect(outcome.code == 0)
    let next = outcome.outputLines.filter { $0.hasPrefix("next ") }
      .map { $0.split(separator: " ").map(String.init) }
    #expect(next.count == 3)
    for command in next {
      #expect(command[1] == "maker")
      #expect(try await place.maker(Array(command[2...])).code == 0, "\(command)")
    }
  }
}
