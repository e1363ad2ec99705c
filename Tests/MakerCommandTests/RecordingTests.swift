import Foundation
import Testing

@Suite("--record decides whose replies can be shown")
struct RecordingTests {
  /// A run that errs often enough to have contested and uncontested steps.
  private func stressed(_ place: Workplace, record: String) async throws {
    try await place.finishedRun(
      "\(record).run", disks: 5, "--temperature", "2.2", "--record", record, "--max-samples", "100000",
      "--max-attempts", "10000")
  }

  @Test("all, those of contested steps, or none")
  func replies() async throws {
    let place = try Workplace()
    for record in ["all", "contested", "none"] { try await stressed(place, record: record) }
    let steps = try await place.maker("export", "all.run").outputLines.map(jsonObject)
    var contestedCount = 0
    for step in steps {
      let number = try #require(step["step"] as? Int)
      let isContested =
        (step["ballot"] as? [Any])?.count != 1 || (step["flags"] as? [String: Int])?.isEmpty == false
      contestedCount += isContested ? 1 : 0
      let samples = try #require(step["samples"] as? Int)
      for (record, count) in [("all", samples), ("contested", isContested ? samples : 0), ("none", 0)] {
        let shown = try await place.maker("show", "\(record).run", "--step", "\(number)", "--json").shownStep
        #expect(shown.replies.count == count, "step \(number) of \(record).run")
        #expect(shown.samples == samples)
        #expect(shown.replies.count { $0.flag != nil } == (count > 0 ? shown.flags.values.reduce(0, +) : 0))
      }
    }
    #expect(contestedCount > 0 && contestedCount < steps.count, "the run must have both kinds of steps")
  }

  @Test("--contested lists the contested steps whatever was recorded")
  func contested() async throws {
    let place = try Workplace()
    try await stressed(place, record: "none")
    let expected = try await place.maker("export", "none.run").outputLines.map(jsonObject)
      .filter { ($0["ballot"] as? [Any])?.count != 1 || ($0["flags"] as? [String: Int])?.isEmpty == false }
      .compactMap { $0["step"] as? Int }
    let shown = try await place.maker("show", "none.run", "--contested", "--json")
    let steps = try shown.outputLines.dropLast().map(jsonObject).compactMap { $0["step"] as? Int }
    #expect(steps == expected)
    #expect(try shown.report.contested == expected.count)
  }

  @Test("one vote is no votes")
  func oneVote() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 3, "--k", "1")
    let shown = try await place.maker("show", "a.run", "--step", "0")
    #expect(shown.outputLines.contains { $0.hasPrefix("  1 vote  {") }, "\(shown.output)")
  }
}
