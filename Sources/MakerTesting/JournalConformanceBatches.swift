import Maker

/// What a person decided, what is on its way at a provider, and how the lead was changed.
extension JournalConformance.Subject {
  func rulingIsFoundAgain() async throws {
    let journal = try await begun()
    var first = Self.decision(0)
    first.ruling = Ruling(by: "ada", reason: "looked \u{1F5FC} at it", time: 1_750_000_000.5)
    (first.votes, first.samples) = (0, [])
    try await journal.append(.decided(first))
    try await expectPoint(Self.point(after: 1), in: journal)

    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    var second = Self.decision(1)
    second.ruling = Ruling(by: "", time: 0)
    (second.candidates, second.order, second.votes) = ([[1], [2]], [0, 1, 0], 3)
    second.samples = Self.samples.filter { $0.flag == nil }
    try await again.append(.decided(second))
    try await expectPoint(Self.point(after: 2), in: again)
  }

  func batchesComeBack() async throws {
    let journal = try await begun()
    for batch in Self.batches { try await journal.append(.batch(batch)) }
    var expected = Self.point(after: 0)
    expected.batches = Self.batches
    try await expectPoint(expected, in: journal)

    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    try await again.append(.decided(Self.decision(0)))
    expected = Self.point(after: 1)
    expected.batches = Self.batches
    try await expectPoint(expected, in: again)
  }

  func batchesAreReplaced() async throws {
    let journal = try await begun()
    for batch in Self.batches { try await journal.append(.batch(batch)) }
    try await journal.append(.open(step: 0, samples: Self.samples))
    var submitted = Self.batches[0]
    (submitted.id, submitted.time) = ("batch_def", 1_750_000_060)
    try await journal.append(.batch(submitted))
    var expected = Self.point(after: 0)
    (expected.batches, expected.openSamples) = ([submitted, Self.batches[1]], Self.samples)
    try await expectPoint(expected, in: journal)

    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    (submitted.model, submitted.firstStep, submitted.requests) = (0, 1, 2)
    try await again.append(.batch(submitted))
    expected.batches = [submitted, Self.batches[1]]
    try await expectPoint(expected, in: again)
  }

  func settledBatchesAreGone() async throws {
    let journal = try await begun()
    for batch in Self.batches { try await journal.append(.batch(batch)) }
    try await journal.append(.decided(Self.decision(0)))
    var settled = Self.batches[0]
    settled.isSettled = true
    try await journal.append(.batch(settled))
    var expected = Self.point(after: 1)
    expected.batches = [Self.batches[1]]
    try await expectPoint(expected, in: journal)

    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    settled = Self.batches[1]
    settled.isSettled = true
    try await again.append(.batch(settled))
    try await again.append(.decided(Self.decision(1)))
    try await expectPoint(Self.point(after: 2), in: again)
  }

  func leadsComeBack() async throws {
    let journal = try await begun()
    try await journal.append(.decided(Self.decision(0)))
    try await journal.append(.lead(LeadChange(step: 1, k: 5, p: 0.96875)))
    var expected = Self.point(after: 1)
    expected.lead = LeadChange(step: 1, k: 5, p: 0.96875)
    try await expectPoint(expected, in: journal)

    let again = try await suite.reopen(journal)
    _ = try await again.begin(Self.identity)
    try await again.append(.open(step: 1, samples: Self.samples))
    try await again.append(.decided(Self.decision(1)))
    try await again.append(.lead(LeadChange(step: 2, k: 7, p: 0.75)))
    var decision = Self.decision(2)
    var evidence = WatchEvidence()
    (evidence.alarms, evidence.slow.evidence, evidence.slow.votes, evidence.slow.wrong) = (1, 0.1, 17, 2)
    (decision.lead, decision.evidence) = (LeadChange(step: 3, k: 8, p: 0.7), evidence)
    try await again.append(.decided(decision))
    try await again.append(.open(step: 3, samples: Self.samples))
    expected = Self.point(after: 3)
    (expected.lead, expected.evidence, expected.openSamples) = (decision.lead, evidence, Self.samples)
    try await expectPoint(expected, in: again)
  }
}
