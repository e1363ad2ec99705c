import Maker

extension JournalConformance {
  /// A journal under one check.
  struct Subject {
    let suite: JournalConformance
    let check: Check
  }
}

extension JournalConformance.Subject {
  static let identity = RunIdentity(facts: ["task": "conformance", "k": "3", "model": "none"])

  func newJournalHasNothing() async throws {
    let journal = try await suite.make()
    try expect(try await journal.begin(Self.identity), nil, "the resume point")
    try await journal.flush()
    let again = try await suite.reopen(journal)
    try expect(try await again.begin(Self.identity), nil, "the resume point after opening again")
  }

  func decisionsAreFoundAgain(_ count: Int) async throws {
    let journal = try await begun()
    for step in 0..<count { try await journal.append(.decided(Self.decision(step))) }
    try await expectPoint(Self.point(after: count), in: journal)
  }

  func everyByteComesBack() async throws {
    let journal = try await begun()
    var first = Self.decision(0)
    (first.answer, first.state) = (Array(0...255), Array((0...255).reversed()))
    try await journal.append(.decided(first))
    let again = try await suite.reopen(journal)
    try expect(try await again.begin(Self.identity)?.state, first.state, "a state of every byte")
    var second = Self.decision(1)
    (second.answer, second.state) = ([], [])
    second.candidates = [[], [0]]
    second.order = [0, 1, 0, 0, 0]
    try await again.append(.decided(second))
    let last = try await suite.reopen(again)
    try expect(try await last.begin(Self.identity)?.state, [], "a state of no bytes")
  }

  func openSamplesComeBack() async throws {
    let journal = try await begun()
    try await journal.append(.decided(Self.decision(0)))
    try await journal.append(.open(step: 1, samples: Self.samples))
    var expected = Self.point(after: 1)
    expected.openSamples = Self.samples
    try await expectPoint(expected, in: journal)
  }

  func openSamplesAreReplaced() async throws {
    let journal = try await begun()
    try await journal.append(.open(step: 0, samples: [Self.samples[0]]))
    let again = try await suite.reopen(journal)
    try expect(
      try await again.begin(Self.identity)?.openSamples, [Self.samples[0]], "the samples of step 0")
    try await again.append(.open(step: 0, samples: Self.samples))
    let last = try await suite.reopen(again)
    let point = try await last.begin(Self.identity)
    try expect(point?.openSamples, Self.samples, "the later samples of step 0")
    try expect(point?.state, nil, "the state before step 0")
  }

  func aheadSamplesComeBack() async throws {
    let journal = try await begun()
    try await journal.append(.open(step: 2, samples: Self.samples))
    try await journal.append(.open(step: 1, samples: [Self.samples[0]]))
    var expected = ResumePoint(step: 0, state: nil, tally: Tally())
    expected.aheadSamples = [1: [Self.samples[0]], 2: Self.samples]
    try await expectPoint(expected, in: journal)
    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    try await again.append(.decided(Self.decision(0)))
    try await again.append(.decided(Self.decision(1)))
    expected = Self.point(after: 2)
    expected.openSamples = Self.samples
    try await expectPoint(expected, in: again)
  }

  func decisionClosesTheStep() async throws {
    let journal = try await begun()
    try await journal.append(.open(step: 0, samples: Self.samples))
    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    var decision = Self.decision(0)
    decision.samples = Self.samples
    try await again.append(.decided(decision))
    try await expectPoint(Self.point(after: 1), in: again)
  }

  func otherIdentityIsRefused() async throws {
    let journal = try await begun()
    try await journal.append(.decided(Self.decision(0)))
    try await expectRefusal(try await suite.reopen(journal))
  }

  func refusalChangesNothing() async throws {
    let journal = try await begun()
    try await journal.append(.decided(Self.decision(0)))
    let again = try await suite.reopen(journal)
    try await expectRefusal(again)
    try await expectPoint(Self.point(after: 1), in: again)
  }

  func cancelledTaskAppends() async throws {
    let journal = try await begun()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await journal.append(.decided(Self.decision(0)))
      try await journal.flush()
    }
    try await task.value
    try await expectPoint(Self.point(after: 1), in: journal)
  }

  // MARK: Parts

  func begun() async throws -> any Journal {
    let journal = try await suite.make()
    try expect(try await journal.begin(Self.identity), nil, "the resume point of a new journal")
    return journal
  }

  /// Flushes, opens again, and compares where the record left off.
  func expectPoint(_ expected: ResumePoint, in journal: any Journal) async throws {
    try await journal.flush()
    let again = try await suite.reopen(journal)
    let point = try await again.begin(Self.identity)
    try expect(point?.step, expected.step, "the next step")
    try expect(point?.state, expected.state, "the state before it")
    try expect(point?.tally, expected.tally, "the counts")
    try expect(point?.openSamples, expected.openSamples, "the open samples")
    try expect(point?.aheadSamples, expected.aheadSamples, "the samples of later steps")
    try expect(point?.batches, expected.batches, "the batches")
  }

  private func expectRefusal(_ journal: any Journal) async throws {
    let other = RunIdentity(facts: ["task": "conformance", "k": "4", "temperature": "1"])
    do throws(JournalError) {
      _ = try await journal.begin(other)
    } catch {
      try expect(error.code, .mismatched, "the code of the refusal")
      for fact in ["k", "model", "temperature"] where !error.message.contains(fact) {
        throw ConformanceFailure(check: check, finding: "\"\(error.message)\" does not name \(fact)")
      }
      return
    }
    throw ConformanceFailure(check: check, finding: "a run with another k was let in")
  }

  func expect<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
    guard found != expected else { return }
    throw ConformanceFailure(check: check, finding: "\(what) is \(found) and should be \(expected)")
  }
}
