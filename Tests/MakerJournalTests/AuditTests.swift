import Maker
import MakerJournal
import Testing

/// A task that knows its answers: count up by one.
private struct Counting: VerifiableTask {
  let stepCount = 3
  let initialState = 0
  func prompt(for state: Int) -> Prompt { Prompt("\(state)") }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
    return number
  }
  func apply(_ answer: Int, to state: Int) -> Int { answer }
  func state(before step: Int) -> Int { step }
  func rightAnswer(at step: Int) -> Int { step + 1 }
}

@Suite struct AuditTests {
  /// Three right decisions with k = 2: one unanimous, one contested, one with a flag.
  private static let decisions = [
    RecordedDecision(step: 0, answer: 1.record, votes: 2, samples: 2),
    RecordedDecision(
      step: 1, answer: 2.record, votes: 4, samples: 4, candidates: [2.record, 9.record],
      order: [0, 1, 0, 0]),
    RecordedDecision(step: 2, answer: 3.record, votes: 2, samples: 3, flags: [.malformed: 1]),
  ]

  private static var progress: RunFileProgress {
    var tally = Tally()
    tally.decided = 3
    tally.votes = 8
    tally.samples = 9
    tally.outvoted = 1
    tally.contested = 2
    tally.longestBallot = 4
    tally.flags = [.malformed: 1]
    for _ in 0..<9 { tally.ledger.enter(Response("", usage: Usage(inputTokens: 80))) }
    return RunFileProgress(step: 3, state: 3.record, tally: tally)
  }

  private func audited(
    _ decisions: [RecordedDecision] = decisions, _ progress: RunFileProgress = progress
  ) -> Audit<Counting> {
    var audit = Audit(verifying: Counting(), k: 2)
    for decision in decisions { audit.check(decision) }
    audit.conclude(with: progress)
    return audit
  }

  private func problem(_ index: Int, _ forge: (inout RecordedDecision) -> Void) -> Audit<Counting>.Problem? {
    var forged = Self.decisions
    forge(&forged[index])
    return audited(forged).firstProblem
  }

  @Test func `an honest record is clean`() {
    let audit = audited()
    #expect(audit.isClean, "\(String(describing: audit.firstProblem))")
    #expect(audit.checked == 3 && audit.wrong == 0 && audit.knowsTruth)
  }

  @Test func `a wrong answer is found, and counted`() {
    let forged = [RecordedDecision(step: 0, answer: 7.record, votes: 2, samples: 2)]
    var audit = Audit(verifying: Counting(), k: 2)
    audit.check(forged[0])
    #expect(audit.wrong == 1)
    #expect(audit.firstProblem?.description == "Step 0 was decided wrong.")
  }

  @Test func `votes that do not make the decision are found`() {
    #expect(problem(0) { $0.votes = 1 }?.step == 0)
    #expect(problem(0) { $0.votes = 3 }?.step == 0)
    #expect(problem(1) { $0.order = [0, 1, 0, 1] }?.step == 1)
    #expect(problem(1) { $0.order = [1, 1, 0, 0] }?.step == 1)
    #expect(problem(1) { $0.order = [0, 0, 1, 0] }?.step == 1)
    #expect(problem(1) { $0.order = [0, 1, 0, 7] }?.step == 1)
    #expect(problem(1) { $0.order = [0, 1, 0] }?.step == 1)
  }

  @Test func `a decision that is missing, doubled or out of order is found`() {
    let all = Self.decisions
    #expect(audited([all[0], all[2]]).firstProblem?.step == 2)
    #expect(audited([all[0], all[0], all[1], all[2]]).firstProblem?.step == 0)
    #expect(audited([all[1], all[0], all[2]]).firstProblem != nil)
    #expect(audited(Array(all.dropLast())).firstProblem != nil)
  }

  @Test func `an answer that cannot be read is found`() {
    #expect(problem(2) { $0.answer = [0xFF] }?.step == 2)
  }

  @Test func `samples that are neither votes nor flags are found`() {
    #expect(problem(2) { $0.samples = 4 }?.step == 2)
    #expect(problem(2) { $0.flags = [:] }?.step == 2)
  }

  @Test func `counts that are not the sum of the steps are found`() {
    let forgeries: [(inout Tally) -> Void] = [
      { $0.votes += 1 }, { $0.samples += 1 }, { $0.outvoted = 0 }, { $0.contested = 1 },
      { $0.longestBallot = 5 }, { $0.flags = [.overlong: 1] }, { $0.decided = 2 }, { $0.rulings = 1 },
      { $0.ledger.enter(Response("")) }, { $0.ledger = Ledger() },
    ]
    for forge in forgeries {
      var progress = Self.progress
      forge(&progress.tally)
      #expect(audited(Self.decisions, progress).firstProblem?.step == 3)
    }
  }

  @Test func `a state that the answers do not lead to is found`() {
    var progress = Self.progress
    progress.state = 4.record
    #expect(audited(Self.decisions, progress).firstProblem?.step == 3)
  }

  @Test func `a task without a known truth is audited by its votes alone`() {
    var audit = Audit(Counting(), k: 2)
    audit.check(RecordedDecision(step: 0, answer: 7.record, votes: 2, samples: 2))
    #expect(audit.isClean && !audit.knowsTruth && audit.wrong == 0)
    audit.check(RecordedDecision(step: 1, answer: 8.record, votes: 1, samples: 1))
    #expect(audit.firstProblem?.step == 1)
  }
}
