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
    try await rate(steps: 1_000_000) { steps in
      try await Run(Counting(stepCount: steps), model: InstantModel(), rules: VotingRules(k: 3)).finish()
    }
  },
  Benchmark(name: "engine-journal", target: "200,000 steps/s") {
    try await rate(steps: 1_000_000) { steps in
      try await journaled(steps, JournalOptions(commit: .within(.milliseconds(200))))
    }
  },
  Benchmark(name: "engine-journal-each", target: "") {
    try await rate(steps: 2_000) { steps in
      try await journaled(steps, JournalOptions(commit: .everyDecision))
    }
  },
  Benchmark(name: "engine-tasks", target: "") {
    try await rate(steps: 100_000) { steps in
      try await Run(Counting(stepCount: steps), model: InstantSingleModel(), rules: VotingRules(k: 3))
        .finish()
    }
  },
]

/// The median of five runs, with the slowest and the fastest.
private func rate(steps: Int, _ run: (_ steps: Int) async throws -> Void) async throws -> String {
  var times: [Duration] = []
  for _ in 0..<5 {
    let began = ContinuousClock.now
    try await run(steps)
    times.append(ContinuousClock.now - began)
  }
  times.sort()
  return Figure.perSecond(steps, times[2])
    + " (median of 5, \(Figure.perSecond(steps, times[4])) to \(Figure.perSecond(steps, times[0])))"
}

private func journaled(_ steps: Int, _ options: JournalOptions) async throws {
  let folder = try TemporaryFolder()
  let journal = try SQLiteJournal.create(
    at: folder.path + "/bench.run",
    description: RunDescription(task: "counting", model: "instant", steps: steps), options: options)
  try await Run(
    Counting(stepCount: steps), model: InstantModel(), rules: VotingRules(k: 3), journal: journal
  ).finish()
  try await journal.close()
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
