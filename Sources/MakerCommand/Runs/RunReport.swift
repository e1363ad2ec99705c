import Maker
import MakerJournal

/// What `run`, `resume`, `show` and `verify` end with: one run, what it came to, whether it is right.
struct RunReport: Encodable {
  enum Status: String, Encodable {
    case done, stopped, failed
  }

  let run: String
  var status: Status
  let steps: Int
  let tally: Tally
  /// Everything that was paid for, samples of steps that are still open included.
  let samples: Int
  /// Discarded samples by kind, those of a step that is still open included.
  let flags: [FlagKind: Int]
  /// What all of them cost, by model.
  let ledger: Ledger
  let wallSeconds: Double
  let costUSD: Double?
  let prices: PriceList
  var verified: Bool?
  var problem: String?
  /// The step that was decided wrong, where an audit found one.
  var wrongStep: Int?
  var undecided: UndecidedStep?
  /// What was expected of the run; nil when k was chosen by a person.
  let forecast: Forecast?
  /// The lead that holds now, where it was raised.
  let raised: LeadChange?
  /// The lead that the run was started with.
  let firstK: Int
  /// What became of the records of a map; nil for any other run, and where nobody looked.
  var records: MapFigures?
  /// What a solver came to; nil for any other run.
  var solution: SolveFigures?
  /// How the files of a map compare with what the run file says; nil where nobody looked.
  var review: MapReview?
  /// Whether files of a map were not compared since it is not done.
  var leavesFilesOut = false
  /// Whether it is of durable code, which settles steps itself where no votes decide them.
  let isDurable: Bool
  /// Which step is of which record; nil for a run that is no map.
  let map: MapRecords?
  /// Whether answers were compared with right ones when the run was verified.
  var knowsTruth = false
  /// The cap that stopped the session, in words.
  var reachedCap: String?
  let lastSession: RunSession?
  /// The process that works on the run right now, in words.
  let holder: String?

  /// Whether steps were voted on; what one agent would have done is only known then.
  let isVoted: Bool

  /// The report of a run file as it stands.
  ///
  /// - Parameters:
  ///   - path: The run file.
  ///   - verifying: Whether to audit it too.
  ///   - task: Its task, where that is open; nil to open it.
  ///   - comparesFiles: Whether to look at what a map that is done has written.
  /// - Throws: A failure when the file cannot be read or is damaged.
  init(
    path: String, verifying: Bool = false, of task: (any ToolTask)? = nil, comparesFiles: Bool = false
  ) throws(CommandFailure) {
    do {
      let file = try RunFile(at: path)
      let progress = try file.progress()
      let sessions = try file.sessions()
      run = path
      steps = file.description.steps(at: progress)
      let open = try file.allOpenSamples()
      tally = progress.tally
      samples = tally.samples + open.count
      flags = open.compactMap(\.flag).reduce(into: tally.flags) { $0[$1.kind, default: 0] += 1 }
      wallSeconds = sessions.reduce(0) { $0 + $1.wallSeconds }
      ledger = tally.ledger(with: open)
      prices = RecordedSpending.prices(file.description)
      costUSD = prices.costUSD(of: ledger)
      isVoted = file.description.voting["enabled"] != "false"
      lastSession = sessions.last
      holder = RunFile.holder(at: path)
      if case .solve(let settings)? = TaskSettings(file.description) {
        solution = try SolveFigures(file, settings)
      }
      (isDurable, map) = (file.description.isDurable, try MapRecords(file))
      forecast = WatchPlan.forecast(file.description)
      let first = file.description.voting["k"].flatMap { Int($0) } ?? 0
      firstK = first
      raised = try file.leads().last { $0.k > first }
      let isFailed = sessions.last?.outcome == .failed
      status = isFailed ? .failed : progress.step == steps ? .done : .stopped
      // A run is only marked as failed after it was looked at.
      if isFailed { verified = false }
      if verifying {
        let isDone = progress.step == steps
        try verify(file, upTo: progress, of: task, comparesFiles: comparesFiles && isDone)
        if comparesFiles, !isDone, let map {
          // Its last rows may not be written yet: what became of the records is counted, and no more.
          records = try MapReview(of: file, map, upTo: progress.step).figures
          leavesFilesOut = true
        }
      }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private mutating func verify(
    _ file: RunFile, upTo progress: RunFileProgress, of task: (any ToolTask)?, comparesFiles: Bool
  ) throws(CommandFailure) {
    let verification = try RunVerification(of: file, upTo: progress, task, comparesFiles: comparesFiles)
    review = verification.review
    records = records ?? review?.figures
    (problem, wrongStep) = (verification.problem, verification.wrongStep)
    knowsTruth = verification.knowsTruth
    verified = problem == nil
    if verified == false {
      status = .failed
    } else if status == .failed, progress.step == steps {
      // What made it fail when it ended, such as a file that was changed, is mended.
      status = .done
    }
  }

  private enum CodingKeys: String, CodingKey {
    case run, status, steps, decided, votes, samples, flags, verified, outvoted, contested, problem, undecided
    case rulings, models, forecast, records, files, solution
    case longestBallot = "longest_ballot"
    case wallSeconds = "wall_seconds"
    case costUSD = "cost_usd"
    case reachedCap = "reached_cap"
    case raisedK = "raised_k"
    case singleAgentErrorRate = "single_agent_error_rate"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(run, forKey: .run)
    try keys.encode(status, forKey: .status)
    try keys.encode(hasOpenEnd ? nil : steps, forKey: .steps)
    try keys.encode(tally.decided, forKey: .decided)
    try keys.encode(tally.votes, forKey: .votes)
    try keys.encode(samples, forKey: .samples)
    try keys.encode(flags, forKey: .flags)
    try keys.encode(tally.longestBallot, forKey: .longestBallot)
    try keys.encode(wallSeconds, forKey: .wallSeconds)
    try keys.encode(costUSD, forKey: .costUSD)
    try keys.encode(verified, forKey: .verified)
    try keys.encode(tally.outvoted, forKey: .outvoted)
    try keys.encode(tally.contested, forKey: .contested)
    try ledger.total.usage.encode(to: encoder)
    try keys.encode(tally.rulings, forKey: .rulings)
    try keys.encode(accounts, forKey: .models)
    try keys.encodeIfPresent(reachedCap, forKey: .reachedCap)
    try keys.encode(isVoted ? tally.singleAgentErrorRate : nil, forKey: .singleAgentErrorRate)
    try keys.encodeIfPresent(forecast, forKey: .forecast)
    try keys.encodeIfPresent(raised?.k, forKey: .raisedK)
    try keys.encodeIfPresent(problem, forKey: .problem)
    try keys.encodeIfPresent(undecided, forKey: .undecided)
    try keys.encodeIfPresent(records, forKey: .records)
    try keys.encodeIfPresent(solution, forKey: .solution)
    try keys.encodeIfPresent(review?.comparisons, forKey: .files)
  }

  /// What each model was paid for and cost, by its name.
  var accounts: [String: ModelAccount] {
    Dictionary(
      uniqueKeysWithValues: ledger.named.map { ($0, ModelAccount($1, prices: prices.prices(of: $0))) })
  }

  /// The failure of the command for a run that does not hold, or whose files are not what it wrote; nil for any other.
  var failure: CommandFailure? {
    guard verified == false else {
      let problems = review?.problems(run) ?? []
      return problems.isEmpty ? nil : CommandFailure(.failed, problems.joined(separator: "\n"))
    }
    let problem = problem ?? "an answer is wrong"
    return CommandFailure(
      .failed, "The run is not verified: \(problem)\(problem.hasSuffix(".") ? "" : ".")")
  }
}
