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
  /// Everything that was paid for, samples of a step that is still open included.
  let samples: Int
  /// Discarded samples by kind, those of a step that is still open included.
  let flags: [FlagKind: Int]
  /// What all of them cost, by model.
  let ledger: Ledger
  let wallSeconds: Double
  let costUSD: Double?
  private let prices: PriceList
  var verified: Bool?
  var problem: String?
  /// The step that was decided wrong, where an audit found one.
  private var wrongStep: Int?
  var undecided: UndecidedStep?
  /// What was expected of the run; nil when k was chosen by a person.
  let forecast: Forecast?
  /// The lead that holds now, where it was raised.
  private let raised: LeadChange?
  /// The lead that the run was started with.
  private let firstK: Int
  /// The cap that stopped the session, in words.
  var reachedCap: String?
  private let lastSession: RunSession?
  /// The process that works on the run right now, in words.
  private let holder: String?

  /// Whether steps were voted on; what one agent would have done is only known then.
  private let isVoted: Bool

  /// The report of a run file as it stands.
  ///
  /// - Parameters:
  ///   - path: The run file.
  ///   - verifying: Whether to audit it too.
  /// - Throws: A failure when the file cannot be read or is damaged.
  init(path: String, verifying: Bool = false) throws(CommandFailure) {
    do {
      let file = try RunFile(at: path)
      let progress = try file.progress()
      let sessions = try file.sessions()
      run = path
      steps = file.description.steps(at: progress)
      let open = try file.openSamples()
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
      forecast = WatchPlan.forecast(file.description)
      let first = file.description.voting["k"].flatMap { Int($0) } ?? 0
      firstK = first
      raised = try file.leads().last { $0.k > first }
      let isFailed = sessions.last?.outcome == .failed
      status = isFailed ? .failed : progress.step == steps ? .done : .stopped
      // A run is only marked as failed after it was looked at.
      if isFailed { verified = false }
      if verifying { try verify(file, upTo: progress) }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private mutating func verify(_ file: RunFile, upTo progress: RunFileProgress) throws(CommandFailure) {
    let verification = try RunVerification(of: file, upTo: progress)
    (problem, wrongStep) = (verification.problem, verification.wrongStep)
    verified = problem == nil
    if verified == false { status = .failed }
  }

  private enum CodingKeys: String, CodingKey {
    case run, status, steps, decided, votes, samples, flags, verified, outvoted, contested, problem, undecided
    case rulings, models, forecast
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
    try keys.encode(steps, forKey: .steps)
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
  }

  /// What each model was paid for and cost, by its name.
  private var accounts: [String: ModelAccount] {
    Dictionary(
      uniqueKeysWithValues: ledger.named.map { ($0, ModelAccount($1, prices: prices.prices(of: $0))) })
  }

  /// The report for a person.
  var text: String {
    let perStep = tally.decided > 0 ? Double(tally.votes) / Double(tally.decided) : 0
    var rows = [
      ("run", run),
      ("status", "\(state), \(Figures.count(tally.decided)) of \(Figures.count(steps)) steps"),
      (
        "votes",
        "\(Figures.count(tally.votes)), \(Figures.fixed(perStep, 4)) a step, longest ballot \(tally.longestBallot)"
      ),
      ("outvoted", "\(Figures.count(tally.outvoted)) votes for another answer"),
      ("flagged", flagged),
      ("time", time),
      ("cost", costUSD.map(Figures.dollars) ?? "unknown"),
    ]
    rows += accounts.sorted { $0.key < $1.key }.map { ("model", "\(PlainText.of($0)): \($1.text)") }
    if tally.rulings > 0 {
      rows.append(("ruled", "\(Figures.count(tally.rulings)) steps decided by a person"))
    }
    if let forecast { rows.append(("planned", planned(forecast))) }
    if let raised {
      rows.append(("k", "raised to \(raised.k) from step \(Figures.count(raised.step)) on, p having fallen"))
    }
    if isVoted, let rate = tally.singleAgentErrorRate { rows.append(("one agent", alone(rate))) }
    rows.append(("verified", verdict))
    rows += next.map { ("next", $0) }
    return rows.map { name, value in name + String(repeating: " ", count: 11 - name.count) + value }
      .joined(separator: "\n")
  }

  /// The status; a run that somebody works on is not stopped in a person's eyes.
  var state: String {
    if status == .stopped, let holder { "running by \(holder)" } else { status.rawValue }
  }

  private var flagged: String {
    let kinds = flags.sorted { $0.key.rawValue < $1.key.rawValue }
    let sum = kinds.reduce(0) { $0 + $1.value }
    let total = Figures.count(sum) + " of \(Figures.count(samples)) samples"
    return kinds.isEmpty
      ? total : total + ": " + kinds.map { "\(Figures.count($0.value)) \($0.key)" }.joined(separator: ", ")
  }

  private var time: String {
    var text = Figures.time(wallSeconds)
    if wallSeconds > 0, tally.decided > 0 {
      let rate = Double(tally.decided) / wallSeconds
      text += ", \(rate < 1 ? Figures.short(rate) : Figures.fixed(rate, 0)) steps/s"
    }
    if let session = lastSession, session.number > 1 { text += ", \(session.number) sessions" }
    return text
  }

  /// What was expected beside what it came to.
  private func planned(_ forecast: Forecast) -> String {
    var parts = [
      "\(Figures.fixed(forecast.votesPerStep, 4)) votes and \(Figures.fixed(forecast.samplesPerStep, 4)) samples a step"
    ]
    if tally.decided > 0 {
      parts[0] += " (came to \(Figures.fixed(Double(tally.votes) / Double(tally.decided), 4)) and "
      parts[0] += "\(Figures.fixed(Double(tally.samples) / Double(tally.decided), 4)))"
    }
    if let cost = forecast.costUSD { parts.append(Figures.dollars(cost)) }
    if let seconds = forecast.wallSeconds { parts.append(Figures.time(seconds)) }
    return parts.joined(separator: ", ")
  }

  private func alone(_ rate: Double) -> String {
    guard rate > 0 else { return "made no error in \(Figures.count(tally.samples)) samples" }
    return "errs in \(Figures.percent(rate, 3)) of samples: without voting, lost after about "
      + "\(Figures.count(Int((1 / rate).rounded()))) steps"
  }

  private var verdict: String {
    switch verified {
    case true?:
      "yes: every decision follows from its votes, and every answer is right"
        + (status == .done ? "" : ", so far")
    case false?: "NO: " + (problem ?? "it did not hold when it ended; `maker verify` says why")
    case nil: "not yet"
    }
  }

  private var next: [String] {
    switch status {
    case .done: ["maker show \(run) --contested", "maker export \(run) --jsonl", "maker verify \(run)"]
    case .stopped: ["maker resume \(run)", "maker verify \(run)"]
    case .failed: remedies
    }
  }

  /// What to do about a run that failed.
  private var remedies: [String] {
    guard isVoted else { return ["maker verify \(run)", "a new run without --no-voting"] }
    let again = "a new run with a higher --k, such as \((raised?.k ?? firstK) + 1)"
    if let wrongStep { return ["maker show \(run) --step \(wrongStep)", again] }
    // Without an audit it is most likely a wrong answer; with one it is something else.
    return problem == nil
      ? ["maker verify \(run)", "maker show \(run) --contested", again]
      : ["maker show \(run)", "maker verify \(run)"]
  }

  /// The failure of the command for a run that does not hold; nil for any other.
  var failure: CommandFailure? {
    guard verified == false else { return nil }
    let problem = problem ?? "an answer is wrong"
    return CommandFailure(
      .failed, "The run is not verified: \(problem)\(problem.hasSuffix(".") ? "" : ".")")
  }
}
