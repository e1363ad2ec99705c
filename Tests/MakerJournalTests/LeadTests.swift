import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A changed lead is on record before anything is decided by it", .serialized)
struct LeadTests {
  @Test("changes come back in order, and the last one to whoever resumes")
  func read() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    try await journal.append(.lead(LeadChange(step: 5, k: 4, p: 0.96)))
    try await journal.append(.decided(.example(5)))
    try await journal.append(.lead(LeadChange(step: 6, k: 4, p: 0.95)))
    try await journal.append(.lead(LeadChange(step: 6, k: 7, p: 0.8)))
    try await journal.close()
    let file = try RunFile(at: folder.path("a.run"))
    try file.check()
    #expect(
      try file.leads() == [
        LeadChange(step: 5, k: 4, p: 0.96), LeadChange(step: 6, k: 4, p: 0.95),
        LeadChange(step: 6, k: 7, p: 0.8),
      ])
    let again = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(try await again.begin(.example)?.lead == LeadChange(step: 6, k: 7, p: 0.8))
    try await again.close()
  }

  @Test("a lead that comes with a decision is in the same commit, and what the watch saw comes back")
  func together() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    var decision = DecisionRecord.example(5)
    var evidence = WatchEvidence()
    (evidence.alarms, evidence.fast.evidence, evidence.fast.votes, evidence.fast.wrong) = (1, 0.1 + 0.2, 7, 2)
    (decision.lead, decision.evidence) = (LeadChange(step: 6, k: 4, p: 0.9), evidence)
    try await journal.append(.decided(decision))
    try await journal.close()
    let again = try SQLiteJournal.open(at: folder.path("a.run"))
    let point = try await again.begin(.example)
    #expect(point?.lead == decision.lead)
    #expect(point?.evidence == evidence, "to the last bit")
    try await again.append(.decided(.example(6)))
    try await again.close()
    #expect(try RunFile(at: folder.path("a.run")).leads() == [LeadChange(step: 6, k: 4, p: 0.9)])
    try RunFile(at: folder.path("a.run")).check()
  }

  @Test("a lead for any other step than the next, or none that can be, is refused")
  func refused() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    for step in [4, 6] {
      #expect(
        try await code { try await journal.append(.lead(LeadChange(step: step, k: 4, p: 0.9))) }
          == .mismatched)
    }
    #expect(
      try await code { try await journal.append(.lead(LeadChange(step: 5, k: 0, p: 0.9))) } == .unwritable)
    #expect(try RunFile(at: folder.path("a.run")).leads() == [])
  }

  /// Five steps of two votes each, then five of three: k was raised to 3 before step 5.
  private func audited(_ leads: [LeadChange]) -> Audit<CountUp> {
    var audit = Audit(verifying: CountUp(stepCount: 10), k: 2, leads: leads)
    for step in 0..<10 {
      let votes = step < 5 ? 2 : 3
      audit.check(RecordedDecision(step: step, answer: (step + 1).record, votes: votes, samples: votes))
    }
    return audit
  }

  @Test("an audit holds every step to the lead it was decided by")
  func audit() {
    #expect(audited([LeadChange(step: 5, k: 3, p: 0.9)]).isClean)
    #expect(audited([LeadChange(step: 2, k: 2, p: 0.9), LeadChange(step: 5, k: 3, p: 0.9)]).isClean)
    #expect(audited([]).firstProblem?.step == 5)
    #expect(
      audited([LeadChange(step: 2, k: 1, p: 0.9), LeadChange(step: 5, k: 3, p: 0.9)]).firstProblem?.step == 2)
    #expect(audited([LeadChange(step: 4, k: 3, p: 0.9)]).firstProblem?.step == 4)
    #expect(audited([LeadChange(step: 6, k: 3, p: 0.9)]).firstProblem?.step == 5)
  }
}
