import Maker
import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The engine alone: a model that answers at once.
let engineBenchmarks = [
  Benchmark(name: "engine", target: "500,000 steps/s") {
    let steps = 1_000_000
    let time = try await ContinuousClock().measure {
      try await Run(Counting(stepCount: steps), model: InstantModel(), rules: VotingRules(k: 3)).finish()
    }
    return Figure.perSecond(steps, time)
  },
  Benchmark(name: "engine-journal", target: "200,000 steps/s") {
    try await journaled(steps: 1_000_000, JournalOptions(commit: .within(.milliseconds(200))))
  },
  Benchmark(name: "engine-journal-each", target: "") {
    try await journaled(steps: 5_000, JournalOptions(commit: .everyDecision))
  },
  Benchmark(name: "engine-tasks", target: "") {
    let steps = 100_000
    let time = try await ContinuousClock().measure {
      try await Run(Counting(stepCount: steps), model: InstantSingleModel(), rules: VotingRules(k: 3))
        .finish()
    }
    return Figure.perSecond(steps, time)
  },
]

private func journaled(steps: Int, _ options: JournalOptions) async throws -> String {
  let folder = try TemporaryFolder()
  let journal = try SQLiteJournal.create(
    at: folder.path + "/bench.run",
    description: RunDescription(task: "counting", model: "instant", steps: steps), options: options)
  let time = try await ContinuousClock().measure {
    try await Run(
      Counting(stepCount: steps), model: InstantModel(), rules: VotingRules(k: 3), journal: journal
    ).finish()
    try await journal.close()
  }
  return Figure.perSecond(steps, time)
}

/// A folder that goes away with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/maker-bench-\(UInt64.random(in: 0...(.max)))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
