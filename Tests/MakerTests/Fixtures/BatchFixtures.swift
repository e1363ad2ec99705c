import Maker
import MakerTesting
import Synchronization

/// A walk whose outline is what a closure says, right or wrong.
struct SketchedWalk: DraftableTask {
  var walk = Walk()
  var draft: @Sendable (Int) -> Int

  /// A walk of so many steps whose outline is wrong at some of them.
  init(_ steps: Int, wrongAt isWrong: @escaping @Sendable (Int) -> Bool = { _ in false }) {
    let walk = Walk(stepCount: steps)
    self.walk = walk
    let right = (0..<steps).map { walk.state(before: $0) }
    draft = { step in right[step] + (isWrong(step) ? 1_000_000 : 0) }
  }

  var stepCount: Int { walk.stepCount }
  var initialState: Int { walk.initialState }
  func prompt(for state: Int) -> Prompt { walk.prompt(for: state) }
  func answer(in reply: String) throws(Flagged) -> Int { try walk.answer(in: reply) }
  func apply(_ answer: Int, to state: Int) -> Int { walk.apply(answer, to: state) }
  func draftState(before step: Int) -> Int? { draft(step) }
}

/// A process that can be killed: from a chosen moment on nothing it does has any effect.
final class Mortality: Sendable {
  private let left = Mutex<Int?>(nil)
  private let dead = Mutex(false)

  /// Kills at the moment after so many others; nil lets it live.
  func die(after moments: Int?) {
    left.withLock { $0 = moments }
    dead.withLock { $0 = false }
  }

  var isDead: Bool { dead.withLock { $0 } }

  /// One more moment; whether it finds the process dead.
  func strikes() -> Bool {
    let isNow = left.withLock { left in
      guard let moments = left else { return false }
      left = moments - 1
      return moments <= 0
    }
    if isNow { dead.withLock { $0 = true } }
    return isNow
  }

  /// Kills the process before and after what a provider does.
  var fault: InMemoryBatchService.Fault {
    { _ throws(LanguageModelError) in
      if self.strikes() { throw LanguageModelError(.cancelled, "The process is dead.") }
    }
  }
}

/// A journal of a process that can be killed; one that commits in groups loses what it has not flushed.
final class MortalJournal: Journal {
  private let base: InMemoryJournal
  private let mortality: Mortality
  private let isGrouped: Bool
  private let group = Mutex<[JournalEntry]>([])

  init(_ base: InMemoryJournal, of mortality: Mortality, grouped: Bool) {
    self.base = base
    self.mortality = mortality
    isGrouped = grouped
  }

  func append(_ entry: JournalEntry) async throws(JournalError) {
    try live()
    if isGrouped {
      group.withLock { $0.append(entry) }
    } else {
      try await base.append(entry)
    }
    try live()
  }

  func begin(_ identity: RunIdentity) async throws(JournalError) -> ResumePoint? {
    try live()
    return try await base.begin(identity)
  }

  func flush() async throws(JournalError) {
    try live()
    let entries = group.withLock { group in
      defer { group = [] }
      return group
    }
    for entry in entries {
      try await base.append(entry)
      try live()
    }
  }

  private func live() throws(JournalError) {
    if mortality.strikes() { throw JournalError(.unwritable, "The process is dead.") }
  }
}

/// What the tests of batches share: a clock, a journal, and how a run of them is made.
struct BatchBench {
  let clock = VirtualClock()
  let journal = InMemoryJournal()
  var rules = VotingRules(k: 3, seed: 21)
  var noise = Noise(
    errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.1, usage: Usage(inputTokens: 7, outputTokens: 2))

  var model: NoisyModel { Walk.model(noise) }

  /// Options that wait by the virtual clock.
  func options(
    window: Int? = nil, sendsBatches: Bool = true, givesUpLostBatches: Bool = false, patience: Int = 5
  ) -> BatchOptions {
    let clock = clock
    return BatchOptions(
      window: window, sendsBatches: sendsBatches, givesUpLostBatches: givesUpLostBatches, patience: patience,
      date: { 1_000_000 + clock.now.offset / .seconds(1) })
  }

  func service(
    limits: BatchLimits = BatchLimits(requests: 60, bytes: 1 << 20),
    course: @escaping @Sendable (Int) -> InMemoryBatchService.Course = { _ in .init() },
    fault: @escaping InMemoryBatchService.Fault = { _ in }
  ) -> InMemoryBatchService {
    InMemoryBatchService(
      answeringWith: model, limits: limits, clock: RunClock(clock), course: course, fault: fault)
  }

  func run<Chain: DraftableTask>(
    _ task: Chain, _ models: any BatchLanguageModel..., journal: (any Journal)? = nil, budget: Budget? = nil,
    options: BatchOptions? = nil
  ) -> BatchRun<Chain> {
    BatchRun(
      task, models: models, rules: rules, journal: journal ?? self.journal, budget: budget,
      options: options ?? self.options(), clock: RunClock(clock))
  }

  /// The record of the ordinary run.
  func ordinary<Chain: ChainTask>(_ task: Chain) async throws -> [DecisionRecord] {
    let journal = InMemoryJournal()
    try await Run(task, model: model, rules: rules, journal: journal).finish()
    return journal.decisions.map(\.timeless)
  }
}

extension BatchRun {
  /// The error a run ends in while time passes, or nil when it finishes.
  func error(_ clock: VirtualClock) async -> RunError? {
    await clock.passing {
      do throws(RunError) {
        try await finish()
        return nil
      } catch {
        return error
      }
    }
  }
}

extension InMemoryJournal {
  /// The batches in the last form that was recorded, in the order of their first.
  var batches: [BatchRecord] {
    entries.reduce(into: []) { batches, entry in
      guard case .batch(let batch) = entry else { return }
      if let place = batches.firstIndex(where: { $0.key == batch.key }) {
        batches[place] = batch
      } else {
        batches.append(batch)
      }
    }
  }

  /// Whether no batch is left to be fetched.
  var isSettled: Bool { batches.allSatisfy { $0.isSettled } }

  /// The decisions without how long samples took and what was paid besides them.
  var votes: [DecisionRecord] { decisions.map(\.timeless.unpriced) }
}

extension DecisionRecord {
  /// The record without the ledger, which also holds what was paid for in vain.
  var unpriced: DecisionRecord {
    var record = self
    record.tally.ledger = Ledger()
    return record
  }
}

/// A provider that counts what it is asked directly.
final class Counting: BatchLanguageModel {
  let base: InMemoryBatchService
  private let count = Mutex(0)

  init(base: InMemoryBatchService) { self.base = base }

  var asked: Int { count.withLock { $0 } }
  var limits: BatchLimits { base.limits }
  var identity: [String: String] { base.identity }

  func size(of item: BatchItem) -> Int { base.size(of: item) }
  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    count.withLock { $0 += 1 }
    return try await base.respond(to: prompt, options: options)
  }
  func submit(_ items: [BatchItem], key: String) async throws(LanguageModelError) -> String {
    try await base.submit(items, key: key)
  }
  func find(_ batch: BatchRecord) async throws(LanguageModelError) -> String? { try await base.find(batch) }
  func status(of id: String) async throws(LanguageModelError) -> BatchStatus { try await base.status(of: id) }
  func results(of id: String, key: String) async throws(LanguageModelError) -> [BatchReply] {
    try await base.results(of: id, key: key)
  }
  func cancel(_ id: String) async throws(LanguageModelError) { try await base.cancel(id) }
}
