import Maker
import MakerJournal
import Testing

@Suite("A step that a person decided is told apart by an audit") struct RulingAuditTests {
  private static let ruling = Ruling(by: "ada", time: 1_750_000_000)

  /// A step that tied, and one that nobody voted on, between two that were voted with k = 2.
  private static let decisions = [
    RecordedDecision(step: 0, answer: 1.record, votes: 2, samples: 2),
    RecordedDecision(
      step: 1, answer: 2.record, votes: 2, samples: 3, candidates: [7.record, 9.record], order: [0, 1],
      flags: [.malformed: 1], ruling: ruling),
    RecordedDecision(step: 2, answer: 3.record, votes: 0, samples: 0, ruling: ruling),
    RecordedDecision(step: 3, answer: 4.record, votes: 2, samples: 2),
  ]

  private static var progress: RunFileProgress {
    var tally = Tally()
    (tally.decided, tally.votes, tally.samples, tally.outvoted) = (4, 6, 7, 2)
    (tally.contested, tally.longestBallot, tally.rulings) = (2, 2, 2)
    tally.flags = [.malformed: 1]
    for _ in 0..<7 { tally.ledger.enter(Response("")) }
    return RunFileProgress(step: 4, state: 4.record, tally: tally)
  }

  private func audited(_ forge: (inout [RecordedDecision]) -> Void = { _ in }) -> Audit<CountUp> {
    var decisions = Self.decisions
    forge(&decisions)
    var audit = Audit(verifying: CountUp(stepCount: 4), k: 2)
    for decision in decisions { audit.check(decision) }
    audit.conclude(with: Self.progress)
    return audit
  }

  @Test("it is no problem, and it is counted")
  func clean() {
    let audit = audited()
    #expect(audit.isClean, "\(String(describing: audit.firstProblem))")
    #expect((audit.rulings, audit.checked, audit.wrong) == (2, 4, 0))
  }

  @Test("its answer is checked against the truth like any other")
  func wrong() {
    let audit = audited { $0[2].answer = 8.record }
    #expect(audit.wrong == 1)
    #expect(audit.firstProblem?.description == "Step 2 was decided wrong.")
  }

  @Test("its votes are a ballot all the same")
  func ballot() {
    #expect(audited { $0[1].order = [0, 2] }.firstProblem?.step == 1)
    #expect(audited { $0[1].order = [0, 1, 0] }.firstProblem?.step == 1)
    #expect(audited { $0[1].candidates = [] }.firstProblem?.step == 1)
    #expect(audited { $0[1].flags = [:] }.firstProblem?.step == 1)
  }

  @Test("without the person its votes decide nothing")
  func withoutRuling() {
    #expect(audited { $0[1].ruling = nil }.firstProblem?.step == 1)
    #expect(audited { $0[2].ruling = nil }.firstProblem?.step == 2)
  }

  @Test("a voted step that is said to be a person's does not add up with the record")
  func tooMany() {
    let audit = audited { $0[0].ruling = Self.ruling }
    #expect(audit.rulings == 3)
    #expect(audit.firstProblem?.step == 0)
  }
}
