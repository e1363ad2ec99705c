import Maker
import MakerJournal

/// The rows of the summary, a cell for each run.
enum RunSummaryRows {
  /// A row: its name and the cells.
  struct Row {
    let name: String
    let cells: [String]
  }

  static func of(_ runs: [RunSurvey]) -> [Row] {
    let rows: [(String, (RunSurvey) -> String)] = [
      ("Run file", \.path), ("Task", task), ("Agents", agents), ("How", SolvingRows.how),
      ("Result", SolvingRows.result), ("Solved", SolvingRows.solved), ("Model", \.description.model),
      ("Voting", voting), ("Status", status),
      ("Steps", { $0.records == nil && $0.solving == nil ? steps($0) : "" }),
      ("Decisions", { $0.solving == nil ? "" : steps($0) }), ("Trees", SolvingRows.extent),
      ("Records", records), ("Votes", votes), ("Outvoted", outvoted), ("Red flags", flags),
      ("Votes that were right", { $0.knowsRight ? p($0) : $0.labels.map { share($0.p) } ?? "" }),
      ("Agreement: votes for what was decided", { $0.knowsRight || $0.labels != nil ? "" : p($0) }),
      ("Proposals", SolvingRows.proposals), ("Solutions", SolvingRows.solutions),
      ("Undecided", SolvingRows.undecided), ("Samples that were valid", v),
      ("One agent alone", { $0.records == nil && $0.solving == nil ? alone($0) : "" }),
      ("Asked once", { $0.records == nil ? "" : once($0) }), ("Tokens", tokens), ("Cost", cost),
      ("By model", byModel), ("Time", time), ("Sessions", sessions),
      ("Decided by a person", { people($0.decisions.decidedByPerson, $0.unit) }),
      (
        "Not decided by votes",
        { $0.records == nil && $0.solving == nil ? people($0.decidedByTask, $0.unit) : "" }
      ),
      (
        "Checked",
        { $0.solving != nil ? SolvingRows.checked($0) : $0.records == nil ? checked($0) : right($0) }
      ),
    ]
    return rows.map { name, cell in Row(name: name, cells: runs.map(cell)) }
      .filter { $0.cells.contains { !$0.isEmpty } }
  }

  /// A word on models that are no language model behind an endpoint.
  static func badge(_ run: RunSurvey) -> String? {
    let model = run.description.model
    if model.contains("embedded/") {
      return "embedded model: a small one that comes with maker, for demonstration"
    }
    let words = ["simulated", "scripted", "noisy"]
    return words.contains { model.lowercased().contains($0) }
      ? "simulated model: its errors are drawn at random" : nil
  }

  private static func facts(_ facts: [String: String]) -> String {
    facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  private static func task(_ run: RunSurvey) -> String {
    run.records?.title ?? run.solving.map { "solving \($0.title)" }
      ?? "\(run.description.task): \(facts(run.description.parameters))"
  }

  private static func voting(_ run: RunSurvey) -> String { facts(run.description.voting) }

  private static func status(_ run: RunSurvey) -> String {
    run.holder.map { "running by \($0)" } ?? run.status
  }

  private static func steps(_ run: RunSurvey) -> String {
    run.hasOpenEnd
      ? "\(NumberText.count(run.decided)) decided so far"
      : "\(NumberText.count(run.decided)) of \(NumberText.count(run.description.steps)) decided"
  }

  private static func agents(_ run: RunSurvey) -> String {
    run.records.map { $0.agents.joined(separator: ", then ") } ?? ""
  }

  private static func records(_ run: RunSurvey) -> String {
    guard let records = run.records else { return "" }
    let all = records.extent
    guard let outcome = records.outcome else {
      return
        "\(NumberText.count(run.decided)) of \(NumberText.count(run.description.steps)) \(run.unit)s of \(all)"
    }
    let open = records.count - outcome.rows - outcome.rejects
    return
      "\(all) in: \(NumberText.count(outcome.rows, "row")), \(NumberText.count(outcome.rejects, "reject"))"
      + (open > 0 ? ", \(NumberText.count(open)) to be decided" : "")
  }

  private static func right(_ run: RunSurvey) -> String {
    guard let labels = run.labels else {
      return "not compared with right answers: --label-column names a field that has them"
    }
    return
      "\(NumberText.count(labels.right.hits)) of \(NumberText.count(labels.right.trials)) are right, by \(labels.column): "
      + share(labels.right)
  }

  private static func once(_ run: RunSurvey) -> String {
    guard run.isVoted, let rate = run.tally.singleAgentErrorRate else { return "" }
    return rate > 0
      ? "\(NumberText.percent(rate)) of samples were unreadable or outvoted: about as many records would be wrong or missing"
      : "no sample was unreadable or outvoted"
  }

  private static func people(_ count: Int, _ unit: String) -> String {
    count > 0 ? NumberText.count(count, unit) : ""
  }

  private static func votes(_ run: RunSurvey) -> String {
    guard run.decided > 0 else { return "none yet" }
    let mean = Double(run.tally.votes) / Double(run.decided)
    return "\(NumberText.count(run.tally.votes)), \(NumberText.fixed(mean, 4)) a \(run.unit), at most "
      + NumberText.count(run.tally.longestBallot) + (run.solving == nil ? "" : "; proposals are counted too")
  }

  private static func outvoted(_ run: RunSurvey) -> String {
    "\(NumberText.count(run.outvoted, "vote")); \(NumberText.count(run.tally.contested, "contested \(run.unit)"))"
  }

  private static func flags(_ run: RunSurvey) -> String {
    let kinds = run.flags.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.prefix(8)
    let total = run.flags.values.reduce(0, +)
    return "\(NumberText.count(total)) of \(NumberText.count(run.samples)) samples"
      + (kinds.isEmpty
        ? "" : ": " + kinds.map { "\(NumberText.count($0.value)) \($0.key)" }.joined(separator: ", "))
  }

  /// A share and its interval.
  static func share(_ share: Proportion?) -> String {
    share.map { Self.share($0.value, $0.lower, $0.upper) } ?? "none yet"
  }

  /// A share and the bounds of its interval.
  static func share(_ value: Double?, _ lower: Double, _ upper: Double) -> String {
    guard let value else { return "none yet" }
    return
      "\(NumberText.fixed(100 * value, 4)) % (95 % interval \(NumberText.fixed(100 * lower, 4)) to "
      + "\(NumberText.fixed(100 * upper, 4)) %)"
  }

  private static func p(_ run: RunSurvey) -> String { run.isVoted ? share(run.p) : "" }
  private static func v(_ run: RunSurvey) -> String { share(run.v) }

  private static func alone(_ run: RunSurvey) -> String {
    guard run.isVoted, let rate = run.tally.singleAgentErrorRate else { return "" }
    guard rate > 0 else { return "made no error in \(NumberText.count(run.tally.samples)) samples" }
    return
      "errs in \(NumberText.percent(rate)) of samples: lost after about \(NumberText.fixed(1 / rate, 0)) steps"
  }

  private static func tokens(_ run: RunSurvey) -> String {
    let usage = run.ledger.total.usage
    return "\(NumberText.count(usage.inputTokens)) read, \(NumberText.count(usage.outputTokens)) written"
  }

  private static func cost(_ run: RunSurvey) -> String {
    run.costUSD.map { $0 == 0 ? "nothing: the model runs on one's own machine" : NumberText.dollars($0) }
      ?? "unknown: a price is missing"
  }

  private static func byModel(_ run: RunSurvey) -> String {
    run.ledger.named.sorted { $0.key < $1.key }.prefix(20).map { name, account in
      let cost = run.prices.prices(of: name).map { NumberText.dollars($0.costUSD(of: account.usage)) }
      return "\(name): \(NumberText.count(account.samples)) samples, \(cost ?? "price unknown")"
    }.joined(separator: "; ")
  }

  private static func time(_ run: RunSurvey) -> String {
    let seconds = run.wallSeconds
    return seconds > 0 && run.decided > 0
      ? "\(NumberText.time(seconds)), \(NumberText.short(Double(run.decided) / seconds)) \(run.unit)s/s"
      : NumberText.time(seconds)
  }

  private static func sessions(_ run: RunSurvey) -> String {
    let outcomes = Dictionary(grouping: run.sessions, by: \.outcome.rawValue).sorted { $0.key < $1.key }
    return NumberText.count(run.sessions.count)
      + (outcomes.isEmpty
        ? "" : ": " + outcomes.map { "\($0.value.count) \($0.key)" }.joined(separator: ", "))
  }

  private static func checked(_ run: RunSurvey) -> String {
    let verdict = run.decisions.verdict
    guard verdict.checked > 0 else {
      return run.decided == 0 ? "nothing to check yet" : "not checked: the right answers are not known"
    }
    if let first = verdict.firstWrong {
      return
        "NO: \(NumberText.count(verdict.wrong)) of \(NumberText.count(verdict.checked)) answers are wrong, the first at step \(NumberText.count(first))"
    }
    return
      "all \(NumberText.count(verdict.checked)) decided answers are right (maker verify also recomputes every ballot)"
  }
}

extension RunSurvey {
  /// How decided answers compare with a field of the records; nil where none has right answers.
  var labels: RecordOutcome.Labels? { records?.outcome?.labels }

  /// Votes for another answer than the one decided.
  var outvoted: Int { solving == nil ? tally.outvoted : decisions.outvoted }

  /// The steps that the task itself settled.
  var decidedByTask: Int { max(0, tally.rulings - decisions.decidedByPerson) }
}
