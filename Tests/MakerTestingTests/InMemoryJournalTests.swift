import Maker
import MakerTesting
import Testing

@Suite struct InMemoryJournalTests {
  private let identity = RunIdentity(facts: ["k": "3"])
  private let sample = Sample(
    request: SampleRequest(slot: 0, attempt: 0, temperature: 0, seed: 1), response: Response("x"))

  private func decided(_ step: Int) -> JournalEntry {
    var tally = Tally()
    tally.decided = step + 1
    return .decided(
      DecisionRecord(step: step, answer: [1], votes: 3, state: [UInt8(step)], tally: tally))
  }

  @Test func `a new journal has nothing to resume and takes the identity of its run`() async throws {
    let journal = InMemoryJournal()
    #expect(journal.identity == nil)
    #expect(try await journal.begin(identity) == nil)
    #expect(journal.identity == identity)
  }

  @Test func `resumes behind the last decision with its state and tally`() async throws {
    let journal = InMemoryJournal()
    for step in 0..<3 { try await journal.append(decided(step)) }
    let point = try #require(try await journal.begin(identity))
    #expect(point.step == 3)
    #expect(point.state == [2])
    #expect(point.tally.decided == 3)
    #expect(point.openSamples.isEmpty)
    #expect(journal.decisions.map(\.step) == [0, 1, 2])
  }

  @Test func `gives back the samples of the open step, the latest ones, until it is decided`() async throws {
    let journal = InMemoryJournal()
    try await journal.append(.open(step: 0, samples: [sample]))
    #expect(journal.resumePoint == ResumePoint(step: 0, state: nil, tally: Tally(), openSamples: [sample]))
    try await journal.append(.open(step: 0, samples: [sample, sample]))
    #expect(journal.resumePoint?.openSamples.count == 2)
    try await journal.append(decided(0))
    #expect(journal.resumePoint?.openSamples.isEmpty == true)
    try await journal.append(.open(step: 1, samples: [sample]))
    #expect(journal.resumePoint?.step == 1)
    #expect(journal.resumePoint?.openSamples == [sample])
  }

  @Test func `refuses a run of another identity and names what changed`() async throws {
    let journal = InMemoryJournal(identity: identity)
    let other = RunIdentity(facts: ["k": "4", "seed": "1"])
    let error = JournalError(
      .mismatched,
      "The record is of another run: k was 3 and is now 4; seed was not set and is now 1.")
    await #expect(throws: error) { try await journal.begin(other) }
    #expect(journal.identity == identity)
  }

  @Test func `a crash keeps the first entries and leaves the journal itself alone`() async throws {
    let journal = InMemoryJournal(identity: identity)
    for step in 0..<5 { try await journal.append(decided(step)) }
    let crashed = journal.crashed(after: 2)
    #expect(crashed.decisions.map(\.step) == [0, 1])
    #expect(crashed.identity == identity)
    try await crashed.append(decided(2))
    #expect(journal.entries.count == 5)
    #expect(journal.crashed(after: 9).entries.count == 5)
  }

  @Test func `a faulty journal cannot keep the chosen entries`() async throws {
    let base = InMemoryJournal()
    let journal = FaultyJournal(base, failingAt: [1])
    #expect(try await journal.begin(identity) == nil)
    try await journal.append(decided(0))
    await #expect(throws: JournalError(.unwritable, "The disk is full.")) {
      try await journal.append(decided(1))
    }
    try await journal.append(decided(1))
    try await journal.flush()
    #expect(base.decisions.map(\.step) == [0, 1])
    #expect(base.flushCount == 1)
    #expect(journal.appendCount == 3)
  }

  @Test func `a faulty journal cannot be made durable when it was chosen so`() async {
    let error = JournalError(.locked, "Another process holds it.")
    let journal = FaultyJournal(InMemoryJournal(), failsToFlush: true, error: error)
    await #expect(throws: error) { try await journal.flush() }
  }
}

@Suite struct InMemoryJournalConformanceTests {
  @Test(arguments: JournalConformance.Check.allCases)
  func `keeps what every journal must keep`(_ check: JournalConformance.Check) async throws {
    try await JournalConformance(make: { InMemoryJournal() }, reopen: { $0 }).verify(check)
  }
}
