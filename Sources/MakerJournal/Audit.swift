public import Maker

/// Recomputes a run from its recorded votes, one decision after another, and checks every answer.
///
/// A pure value: hand it the decisions in order with ``check(_:kept:)``, then the recorded progress with
/// ``conclude(with:)``; or a whole run file with ``check(_:upTo:)``. It keeps nothing but counts and the first problem.
public struct Audit<Chain: ChainTask>: Sendable {
  /// Something that does not hold.
  public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// The step it was found at.
    public let step: Int
    /// What does not hold.
    public let description: String
  }

  /// The decisions checked.
  public private(set) var checked = 0
  /// Decisions whose answer is not the right one; stays 0 for a task without a known truth.
  public private(set) var wrong = 0
  /// The first step whose answer is not the right one, if there is one.
  public private(set) var firstWrongStep: Int?
  /// The first thing that does not hold, if there is one.
  public private(set) var firstProblem: Problem?
  /// Whether answers were checked against the truth.
  public let knowsTruth: Bool

  private let task: Chain
  private var k: Int
  private var leads: ArraySlice<LeadChange>
  private let truth: (@Sendable (_ step: Int) -> [UInt8])?
  /// The lead that decided an answer, where every decision has its own.
  private let ownLead: (@Sendable (Chain.Answer) -> Int)?
  private var state: Chain.State
  private var tally = Tally()
  private var kept = KeptSamples()

  /// An audit of a task whose right answers are not known.
  ///
  /// - Parameters:
  ///   - task: The task of the run.
  ///   - k: The lead its steps were decided by.
  ///   - leads: The leads that took its place later on.
  public init(_ task: Chain, k: Int, leads: [LeadChange] = []) {
    self.init(task, k: k, leads: leads, truth: nil)
  }

  /// An audit that also checks every answer against the truth.
  ///
  /// - Parameters:
  ///   - task: The task of the run.
  ///   - k: The lead its steps were decided by.
  ///   - leads: The leads that took its place later on.
  public init(verifying task: Chain, k: Int, leads: [LeadChange] = []) where Chain: VerifiableTask {
    self.init(task, k: k, leads: leads, truth: { task.rightAnswer(at: $0).record })
  }

  /// An audit of a run of durable code. Only that code can read replies, so those that were kept are counted, not read.
  ///
  /// - Parameter task: The run as a chain. The lead of each of its decisions is on record.
  public init(durable task: Chain) where Chain == DurableChain {
    self.init(task, k: 1, leads: [], truth: nil, ownLead: { $0.k })
  }

  private init(
    _ task: Chain, k: Int, leads: [LeadChange], truth: (@Sendable (Int) -> [UInt8])?,
    ownLead: (@Sendable (Chain.Answer) -> Int)? = nil
  ) {
    self.ownLead = ownLead
    self.task = task
    self.k = k
    self.leads = leads[...]
    self.truth = truth
    knowsTruth = truth != nil
    state = task.initialState
  }

  /// Whether everything that was checked holds.
  public var isClean: Bool { firstProblem == nil }

  /// Steps that a person decided because voting did not. They are no problem, and no votes vouch for them.
  public var rulings: Int { tally.rulings }

  /// Checks the next decision: its place, its votes, its answer, and that its samples are its votes.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - samples: Its samples in launch order; empty when they were not kept.
  public mutating func check(_ decision: RecordedDecision, kept samples: [Sample] = []) {
    guard 0..<task.stepCount ~= decision.step else {
      note(decision.step, "Step \(decision.step) is none of the task's \(task.stepCount).")
      return
    }
    if decision.step != checked {
      note(decision.step, "Step \(decision.step) is where step \(checked) should be.")
    }
    checked = decision.step + 1
    while let next = leads.first, next.step <= decision.step {
      if next.k < k { note(next.step, "The lead falls from \(k) to \(next.k) at step \(next.step).") }
      k = next.k
      leads.removeFirst()
    }
    count(decision)
    var next: Chain.State?
    do throws(MalformedRecord) {
      let answer = try Chain.Answer(record: decision.answer)
      k = ownLead?(answer) ?? k
      next = task.apply(answer, to: state)
    } catch {
      note(decision.step, "The answer of step \(decision.step) cannot be read: \(error).")
    }
    recount(decision)
    if !samples.isEmpty { reread(samples, of: decision) }
    state = next ?? state
    if let truth, decision.answer != truth(decision.step) {
      wrong += 1
      firstWrongStep = firstWrongStep ?? decision.step
      note(decision.step, "Step \(decision.step) was decided wrong.")
    }
  }

  /// Checks that the decisions lead to the state and the counts on record.
  public mutating func conclude(with progress: RunFileProgress) {
    if progress.step != checked {
      note(checked, "\(checked) decisions are there, and \(progress.step) should be.")
    }
    if checked > 0, progress.state != state.record {
      note(checked, "The answers do not lead to the recorded state.")
    }
    let ledger = progress.tally.ledger
    // Tokens are counted by sample, and not every sample is kept.
    tally.ledger = ledger
    if progress.tally != tally { note(checked, "The recorded counts are not the sum of the steps'.") }
    if ledger.total.samples != tally.samples || (kept.samples == tally.samples && kept.ledger != ledger) {
      note(checked, "The recorded ledger is not the sum of the samples.")
    }
  }

  private mutating func count(_ decision: RecordedDecision) {
    tally.decided += 1
    tally.votes += decision.votes
    tally.samples += decision.samples
    tally.longestBallot = max(tally.longestBallot, decision.votes)
    tally.contested += decision.isContested ? 1 : 0
    tally.rulings += decision.ruling == nil ? 0 : 1
    tally.outvoted += decision.outvoted
    tally.flags.merge(decision.flags, uniquingKeysWith: +)
    if decision.flags.values.reduce(0, +) != decision.samples - decision.votes {
      note(
        decision.step,
        "Step \(decision.step) has \(decision.samples) samples that are not its votes and flags.")
    }
  }

  /// Casts the recorded votes again: they must decide at the last vote, not before, and for the answer.
  private mutating func recount(_ decision: RecordedDecision) {
    let places = decision.candidates.indices
    if decision.ruling?.by == Ruling.task { recountSettled(decision) }
    if decision.ruling != nil {
      // What was voted did not decide, or did not bind: it only has to be a ballot.
      if decision.order.count != decision.votes || !decision.order.allSatisfy(places.contains) {
        note(decision.step, "The votes of step \(decision.step) are not for its candidates.")
      }
      return
    }
    if decision.candidates.isEmpty {
      // Every vote was for the answer: such a ballot decides with vote k, no sooner and no later.
      if decision.votes != k {
        note(
          decision.step, "Step \(decision.step) has \(decision.votes) votes for one answer, and k is \(k).")
      }
      return
    }
    var ballot = Ballot<[UInt8]>(k: k)
    for index in decision.order {
      guard ballot.decision == nil, places.contains(index) else {
        note(decision.step, "The votes of step \(decision.step) go on after they decided it.")
        return
      }
      ballot.cast(decision.candidates[index])
    }
    if ballot.decision != decision.answer || ballot.count != decision.votes {
      note(decision.step, "The votes of step \(decision.step) do not make the recorded decision.")
    }
  }

  /// An answer of the task's own stands where there is nothing to ask, or where the votes do not decide.
  private mutating func recountSettled(_ decision: RecordedDecision) {
    if let settled = task.settled(at: state) {
      if settled.answer.record != decision.answer {
        note(decision.step, "Step \(decision.step) is not what the task itself says of it.")
      }
      return
    }
    var ballot = Ballot<[UInt8]>(k: k)
    for index in decision.order where decision.candidates.indices.contains(index) && ballot.decision == nil {
      ballot.cast(decision.candidates[index])
    }
    if ballot.decision != nil {
      note(decision.step, "Step \(decision.step) was given up, and its votes decide it.")
    }
  }

  /// Reads the kept replies again: flagged ones are as many as recorded, and the others are the votes, in order.
  private mutating func reread(_ samples: [Sample], of decision: RecordedDecision) {
    let (task, state) = (task, state)
    let read = { (reply: String) throws(Flagged) in try task.answer(in: reply, at: state) }
    let problem = KeptSamples.problem(samples, of: decision, read: ownLead == nil ? read : nil)
    if let problem {
      note(decision.step, problem)
    }
    if !kept.enter(samples) {
      note(decision.step, "The samples up to step \(decision.step) have more tokens than any run can have.")
    }
  }

  private mutating func note(_ step: Int, _ description: String) {
    if firstProblem == nil { firstProblem = Problem(step: step, description: description) }
  }
}

extension Audit {
  /// Checks every decision of a run file up to a progress of it, with the samples that were kept.
  ///
  /// Run ``RunFile/check()`` too: it looks at what this does not need.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - progress: How far to go: a run may be going on while it is audited.
  /// - Throws: ``Maker/JournalError`` when the file is damaged or cannot be read.
  public mutating func check(_ file: RunFile, upTo progress: RunFileProgress) throws(JournalError) {
    try file.forEachDecision(to: progress.step, withSamples: { check($0, kept: $1) })
    conclude(with: progress)
  }
}
