import Maker
import MakerJournal
import Synchronization
import Testing

/// The proof of "recorded before built upon": a run whose model, whenever it is asked about a step, cuts the power
/// of a simulated disk and looks whether the step before is decided in what is left.
@Suite("A step is on disk before the next is prompted")
struct PowerCutTests {
  @Test("when every decision is committed, no prompt finds the step before missing")
  func everyDecision() async throws {
    let found = try await prompts(JournalOptions(commit: .everyDecision))
    #expect(found.map(\.step) == Array(0..<30))
    #expect(found.allSatisfy { $0.decided == $0.step }, "\(found)")
  }

  @Test("the proof can fail: in groups, prompts run ahead of the disk")
  func groups() async throws {
    let found = try await prompts(JournalOptions(commit: .within(.seconds(3_600))))
    #expect(found.count == 30)
    #expect(found.dropFirst().allSatisfy { $0.decided == 0 }, "\(found)")
  }

  @Test("the proof can fail: without fsync, prompts run ahead of the disk")
  func withoutSync() async throws {
    var options = JournalOptions(commit: .everyDecision)
    options.synchronous = .off
    let found = try await prompts(options)
    #expect(found.count == 30)
    #expect(found.dropFirst().allSatisfy { $0.decided < $0.step }, "\(found)")
  }

  @Test(
    "a batch is on disk before it is submitted, and all that was appended before it, however the file is written",
    arguments: [JournalOptions.Commit.everyDecision, .within(.seconds(3_600))])
  func batch(_ commit: JournalOptions.Commit) async throws {
    #expect(
      try await batchesLeft(JournalOptions(commit: commit)) == [
        [.example(1)], [.example(1, isSettled: true)],
      ])
  }

  @Test("the proof can fail: without fsync, a batch is submitted that is not on disk")
  func batchWithoutSync() async throws {
    var options = JournalOptions(commit: .everyDecision)
    options.synchronous = .off
    #expect(try await batchesLeft(options) == [[], []])
  }

  /// What a power cut would leave right after a batch was appended, and after it was settled.
  private func batchesLeft(_ options: JournalOptions) async throws -> [[BatchRecord]] {
    let disk = try SimulatedDisk()
    let journal = try await SQLiteJournal.example(
      at: disk.folder.path("a.run"), decisions: 0, options: options)
    var found: [[BatchRecord]] = []
    for (step, batch) in [BatchRecord.example(1), .example(1, isSettled: true)].enumerated() {
      try await journal.append(.decided(.example(step)))
      try await journal.append(.batch(batch))
      let left = try TemporaryFolder()
      try disk.cutPower(into: left)
      let file = try RunFile(at: left.path("a.run"))
      found.append(try file.batches())
      #expect(try file.progress().step == (found[step].isEmpty ? 0 : step + 1))
    }
    try await journal.close()
    return found
  }

  @Test("a file that was just made survives a power cut whole")
  func create() async throws {
    let disk = try SimulatedDisk()
    let journal = try SQLiteJournal.create(at: disk.folder.path("a.run"), description: .example)
    let left = try TemporaryFolder()
    try disk.cutPower(into: left)
    #expect(try RunFile(at: left.path("a.run")).description == .example)
    try await journal.close()
  }

  @Test("a run that closed its journal needs nothing but the one file")
  func close() async throws {
    let disk = try SimulatedDisk()
    let options = JournalOptions(commit: .within(.seconds(3_600)))
    let journal = try await SQLiteJournal.example(
      at: disk.folder.path("a.run"), decisions: 50, options: options)
    try await journal.close()
    let left = try TemporaryFolder()
    try disk.cutPower(into: left)
    #expect(try left.names == ["a.run"])
    #expect(try RunFile(at: left.path("a.run")).progress().step == 50)
  }

  /// For each step, in the order it was first prompted, how many steps a power cut then would have left decided.
  private func prompts(_ options: JournalOptions) async throws -> [(step: Int, decided: Int)] {
    let disk = try SimulatedDisk()
    let journal = try SQLiteJournal.create(
      at: disk.folder.path("a.run"), description: .example, options: options)
    let model = PowerCuttingModel(disk: disk)
    try await Run(Counting(stepCount: 30), model: model, journal: journal).finish()
    try await journal.close()
    return model.found.withLock { $0 }
  }
}

/// Counts up; the prompt is the number of the step.
private struct Counting: ChainTask {
  let stepCount: Int
  let initialState = 0
  func prompt(for state: Int) -> Prompt { Prompt("\(state)") }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
    return number
  }
  func apply(_ answer: Int, to state: Int) -> Int { answer }
}

/// At the first prompt of each step it looks at what a power cut would leave.
private final class PowerCuttingModel: LanguageModel {
  let disk: SimulatedDisk
  let found = Mutex<[(step: Int, decided: Int)]>([])

  init(disk: SimulatedDisk) { self.disk = disk }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let step = Int(prompt.content) ?? -1
    do {
      try look(step)
    } catch {
      throw LanguageModelError(.unavailable, "\(error)")
    }
    return Response("\(step + 1)")
  }

  private func look(_ step: Int) throws {
    guard found.withLock({ found in found.allSatisfy { $0.step != step } }) else { return }
    let left = try TemporaryFolder()
    try disk.cutPower(into: left)
    let file = try RunFile(at: left.path("a.run"))
    let decided = try (0..<step).prefix { try file.decision(at: $0) != nil }.count
    let progress = try file.progress()
    try #require(decided == progress.step)
    found.withLock { $0.append((step, decided)) }
  }
}
