public import Maker
public import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything a report says of a run, gathered in one pass over its file and in bounded memory.
public struct RunSurvey: Sendable {
  /// The path of the run file.
  public let path: String
  /// A short name, for legends.
  public let name: String
  /// What the file says about its run; the steps so far where nobody knows how many there will be.
  public let description: RunDescription
  /// Whether nobody knows how many steps there will be: durable code that has not come to its end.
  package let hasOpenEnd: Bool
  /// What was expected of it; nil when it was started without a plan.
  public let forecast: Forecast?
  /// Steps decided.
  public var decided: Int { tally.decided }
  /// The run's counts.
  public let tally: Tally

  /// Discarded samples by kind, those of a step that is still open included.
  package let flags: [FlagKind: Int]
  package let samples: Int
  package let ledger: Ledger
  package let prices: PriceList
  package let sessions: [RunSession]
  /// The process that works on the run, in words.
  package let holder: String?
  package let decisions: DecisionSurvey
  package let towers: Towers?
  /// The records of a map; nil for any other run.
  package let records: RecordReading?
  /// The problems of a run that solved some; nil for any other run.
  package let solving: SolvingReading?
  package let marks: [RunMark]?
  package let sketch: RunSketch?
  package let leads: [LeadRaise]
  /// Whether the file holds a forecast that is none.
  package let hasUnreadablePlan: Bool

  /// Surveys a run file; one whose run goes on is surveyed as far as it was when this began.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - path: Its path as a person would type it.
  ///   - name: A short name, for legends.
  ///   - reading: What is known of its task.
  ///   - prices: What the tokens of its models cost.
  /// - Throws: `JournalError` when the file is damaged or cannot be read.
  public init(
    _ file: RunFile, path: String, name: String, reading: TaskReading, prices: PriceList
  ) throws(JournalError) {
    let progress = try file.progress()
    let open = try file.allOpenSamples()
    var decisions = DecisionSurvey(steps: progress.step, reading: reading)
    do {
      try file.forEachDecision(to: progress.step) { decision in
        try decisions.count(decision) { () throws(JournalError) in try file.samples(of: decision.step) }
      }
      try decisions.showRanked { step throws(JournalError) in
        guard let decision = try file.decision(at: step) else { return nil }
        return (decision, try file.samples(of: step))
      }
    } catch {
      throw error as? JournalError
        ?? JournalError(.unreadable, "The run file \(file.path) cannot be read: \(error).")
    }
    let timeline = try file.timeline()
    try self.init(
      path: path, name: name, description: file.description, progress: progress, open: open,
      sessions: file.sessions(), holder: RunFile.holder(at: file.path), prices: prices, decisions: decisions,
      towers: reading.towers, records: reading.records, solving: reading.solving,
      timeline: (timeline.marks, timeline.sketch, timeline.leads))
  }

  /// A survey of what is known already.
  package init(
    path: String, name: String, description: RunDescription, progress: RunFileProgress, open: [Sample] = [],
    sessions: [RunSession] = [], holder: String? = nil, prices: PriceList, decisions: DecisionSurvey,
    towers: Towers? = nil, records: RecordReading? = nil, solving: SolvingReading? = nil,
    timeline: (marks: [RunMark]?, sketch: RunSketch?, leads: [LeadRaise])
  ) {
    self.path = path
    self.name = name
    hasOpenEnd = description.isDurable && description.steps == DurableChain.openStepCount
    var description = description
    if hasOpenEnd { description.steps = progress.step }
    self.description = description
    tally = progress.tally
    flags = open.compactMap(\.flag).reduce(into: tally.flags) { $0[$1.kind, default: 0] += 1 }
    samples = tally.samples + open.count
    ledger = tally.ledger(with: open)
    self.sessions = sessions
    self.holder = holder
    self.prices = prices
    self.decisions = decisions
    (self.towers, self.records, self.solving) = (towers, records, solving)
    (marks, sketch, leads) = (timeline.marks, timeline.sketch, timeline.leads)
    let plan = description.configuration["forecast"]
    forecast = plan.flatMap { try? JSONDecoder().decode(Forecast.self, from: Data($0.utf8)) }
      .flatMap { Self.isPossible($0) ? $0 : nil }
    hasUnreadablePlan = plan != nil && forecast == nil
  }

  /// Whether the numbers of a forecast can be: a run file may come from anywhere.
  private static func isPossible(_ forecast: Forecast) -> Bool {
    let chances = [forecast.p, forecast.pLower, forecast.v, forecast.target, forecast.successProbability]
    let amounts = [
      forecast.votesPerStep, forecast.samplesPerStep, forecast.costUSD ?? 0, forecast.wallSeconds ?? 0,
    ]
    return chances.allSatisfy { (0...1).contains($0) }
      && amounts.allSatisfy { $0 >= 0 && $0.isFinite } && (1...1_000_000).contains(forecast.k)
  }

  /// The lead that the run was started with; nil when its file does not say.
  package var k: Int? { description.voting["k"].flatMap { Int($0) }.flatMap { 1...100 ~= $0 ? $0 : nil } }

  /// Whether steps were voted on; where a solver's first reply is believed, nobody could disagree.
  package var isVoted: Bool { description.voting["enabled"] != "false" && (solving == nil || k != 1) }

  /// The word for a step of it.
  package var unit: String { solving == nil ? records?.unit ?? "step" : "decision" }

  /// Whether its votes were compared with right answers that hold: then ``p`` is of right votes, else of agreement.
  package var knowsRight: Bool { decisions.verdict.checked > 0 && decisions.verdict.wrong == 0 }

  /// The time of all sessions in seconds.
  package var wallSeconds: Double { sessions.reduce(0) { $0 + $1.wallSeconds } }

  /// What everything cost in US dollars; nil when a price is not known.
  package var costUSD: Double? { prices.costUSD(of: ledger) }

  /// How the run stands: `done`, `running`, `stopped`, `failed`.
  package var status: String {
    if sessions.last?.outcome == .failed || decisions.verdict.wrong > 0 { return "failed" }
    if !hasOpenEnd, tally.decided >= description.steps { return "done" }
    return holder == nil ? "stopped" : "running"
  }

  /// The share of the votes that were for the decided answer, with its interval; nil before the first vote, and for runs
  /// without voting, where nobody could disagree.
  package var p: Proportion? {
    let (votes, outvoted) = (decisions.votes, decisions.outvoted)
    return isVoted && votes > 0 && outvoted <= votes ? Proportion(hits: votes - outvoted, trials: votes) : nil
  }

  /// The share of the samples that were valid, with its interval; nil before the first sample.
  package var v: Proportion? {
    tally.samples > 0 && tally.votes <= tally.samples
      ? Proportion(hits: tally.votes, trials: tally.samples) : nil
  }
}
