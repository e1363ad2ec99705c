package import Maker
package import MakerJournal

/// What one pass over the decisions of a run tells, in memory that does not grow with their number.
package struct DecisionSurvey: Sendable {
  /// How the decided answers compare with the truth.
  package struct Verdict: Sendable, Hashable {
    /// Decided answers that were compared; 0 where the truth is not known.
    package var checked = 0
    /// How many of them are wrong.
    package var wrong = 0
    /// The first step that was decided wrong.
    package var firstWrong: Int?

    /// Nothing compared yet.
    package init() {}
  }

  /// The most contested steps that are kept to be shown.
  package static let shown = 200
  /// The most contested steps whose replies are read once more by the repairing parser: a second or two.
  package static let reread = 20_000
  /// The most bytes of replies that are kept to be shown.
  private static let repliesLimit = 400_000

  /// Decisions that were met.
  package private(set) var decided = 0
  /// How many steps had so many votes; of a solver only those that its votes decided, not proposals.
  package private(set) var stepsByVotes: [Int: Int] = [:]
  /// Counts over the steps.
  package private(set) var bins: StepBins
  /// How the decided answers compare with the truth.
  package private(set) var verdict = Verdict()
  /// The first two votes of each step.
  package private(set) var voted = PairErrors()
  /// The first two samples of each step as a repairing parser reads them; nil where the task has none.
  package private(set) var repaired: PairErrors?
  /// The step before which ``repaired`` ends, so as not to read millions of replies; nil where it goes to the end.
  package private(set) var repairedEnd: Int?
  /// The first contested steps; of a map the most contested ones.
  package private(set) var contested: [ContestedStep] = []
  /// How many contested steps there are.
  package private(set) var contestedCount = 0
  /// How many ``contested`` is chosen from: of a map, nobody was asked about a record that cannot be read.
  package var shownFrom: Int { reading.records == nil ? contestedCount : ranked.count }
  /// How many steps a person decided.
  package private(set) var decidedByPerson = 0
  /// Votes for another answer than the one decided; of a solver without proposals, of which none is against another.
  package private(set) var outvoted = 0
  /// Votes cast; of a solver those that ``outvoted`` may be of.
  package private(set) var votes = 0

  private let reading: TaskReading
  private var repliesSize = 0
  private var ranked = MostContested(shown)

  /// Nothing surveyed yet.
  ///
  /// - Parameters:
  ///   - steps: How many decisions there are.
  ///   - reading: What is known of the task.
  package init(steps: Int, reading: TaskReading) {
    bins = StepBins(steps: steps)
    self.reading = reading
    repaired = reading.repaired == nil ? nil : PairErrors()
  }

  /// Takes a decision in.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - kept: Hands out the samples that are on record of its step; asked for contested steps only.
  /// - Throws: What `kept` throws.
  package mutating func count<Failure>(
    _ decision: RecordedDecision, kept: () throws(Failure) -> [Sample]
  ) throws(Failure) {
    decided += 1
    let matter = reading.solving?.place(decision.answer)?.matter
    if let matter, matter == .proposals || decision.ruling != nil { return try countPoll(decision, kept) }
    votes += decision.votes
    stepsByVotes[decision.votes, default: 0] += 1
    compare(decision)
    guard decision.isContested else {
      bins.count(decision, outvoted: 0)
      if decision.votes > 1 {
        voted.countRight()
        if repairedEnd == nil { repaired?.countRight() }
      }
      return
    }
    let others = decision.outvoted
    outvoted += others
    bins.count(decision, outvoted: others)
    contestedCount += 1
    if let ruling = decision.ruling, ruling.by != Ruling.task { decidedByPerson += 1 }
    guard reading.records == nil else {
      ranked.enter(decision)
      pair(decision, [])
      return
    }
    if repaired != nil, contestedCount > Self.reread, repairedEnd == nil { repairedEnd = decision.step }
    let isReread = repaired != nil && repairedEnd == nil
    let samples = contestedCount <= Self.shown || isReread ? try kept() : []
    pair(decision, samples)
    if contestedCount <= Self.shown { show(decision, samples) }
  }

  /// Takes proposals of a solver in, or what its votes did not decide: none of them is for or against an answer.
  private mutating func countPoll<Failure>(
    _ decision: RecordedDecision, _ kept: () throws(Failure) -> [Sample]
  ) throws(Failure) {
    bins.count(decision, outvoted: 0, isVote: false)
    guard decision.isContested else { return }
    contestedCount += 1
    if let ruling = decision.ruling, ruling.by != Ruling.task { decidedByPerson += 1 }
    if contestedCount <= Self.shown { show(decision, try kept()) }
  }

  private mutating func show(_ decision: RecordedDecision, _ samples: [Sample]) {
    var step = ContestedStep(decision, samples: samples, json: reading.json)
    step.place = reading.solving?.place(decision.answer)
    if repliesSize + step.size > Self.repliesLimit { step.dropReplies() }
    repliesSize += step.size
    contested.append(step)
  }

  /// Looks up what is shown of the most contested records of a map, once all decisions are counted.
  ///
  /// - Parameter look: Hands out a decision with the samples that are on record of it.
  /// - Throws: What `look` throws.
  package mutating func showRanked<Failure>(
    _ look: (_ step: Int) throws(Failure) -> (RecordedDecision, [Sample])?
  ) throws(Failure) {
    guard reading.records != nil else { return }
    for contest in ranked.inOrder {
      if let (decision, samples) = try look(contest.step) { show(decision, samples) }
    }
  }

  private mutating func compare(_ decision: RecordedDecision) {
    guard let truth = reading.truth else { return }
    verdict.checked += 1
    guard decision.answer != truth(decision.step) else { return }
    verdict.wrong += 1
    if verdict.firstWrong == nil { verdict.firstWrong = decision.step }
  }

  private mutating func pair(_ decision: RecordedDecision, _ samples: [Sample]) {
    if decision.votes > 1 {
      if decision.candidates.isEmpty {
        voted.countRight()
      } else {
        voted.count(
          decision.candidates[decision.order[0]], decision.candidates[decision.order[1]],
          right: decision.answer)
      }
    }
    guard let read = reading.repaired, repairedEnd == nil else { return }
    if samples.isEmpty, decision.samples > 0 {
      repaired?.unrecorded += 1
      return
    }
    let first = { (slot: Int) in
      samples.first { $0.request.slot == slot && $0.request.attempt == 0 }.flatMap {
        read($0.response.content)
      }
    }
    if let one = first(0), let other = first(1) {
      repaired?.count(one, other, right: decision.answer)
    } else {
      repaired?.unknown += 1
    }
  }
}
