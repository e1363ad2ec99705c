import Maker
import MakerJournal

extension RunReport {
  /// The report for a person.
  var text: String {
    let perStep = tally.decided > 0 ? Double(tally.votes) / Double(tally.decided) : 0
    var rows = [
      ("run", run),
      ("status", "\(state), \(extent)"),
    ]
    // What became of the records is what a person asks for first.
    rows += (records?.rowsOfReport ?? []).map { ($0, ShownPath.within($1)) }
    if let files = review?.verdict { rows.append(("files", files)) }
    if leavesFilesOut { rows.append(("files", "not compared: the map is not done")) }
    rows = (solution?.rowsOfReport ?? []) + rows
    rows += [
      (
        "votes",
        "\(Figures.count(tally.votes)), \(Figures.fixed(perStep, 4)) a \(unit), longest ballot \(tally.longestBallot)"
      ),
      ("outvoted", "\(Figures.count(solution?.outvoted ?? tally.outvoted)) votes for another answer"),
      ("flagged", flagged),
      ("time", time),
      ("cost", costUSD.map(Figures.dollars) ?? "unknown"),
    ]
    rows += accounts.sorted { $0.key < $1.key }.map { ("model", "\(PlainText.of($0)): \($1.text)") }
    rows += solution?.rowsOfVotes ?? []
    if tally.rulings > 0, solution == nil, let ruled { rows.append(ruled) }
    if let forecast { rows.append(("planned", planned(forecast))) }
    if let raised {
      rows.append(("k", "raised to \(raised.k) from \(place(raised.step)) on, p having fallen"))
    }
    // What one reply of a solver's agent would have come to is another run, without voting: a bench has both.
    if isVoted, solution == nil, let rate = tally.singleAgentErrorRate {
      rows.append(map != nil || isDurable ? ("asked once", askedOnce(rate)) : ("one agent", alone(rate)))
    }
    rows.append(("verified", verdict))
    rows += next.map { ("next", $0) }
    return rows.map { name, value in name + String(repeating: " ", count: 11 - name.count) + value }
      .joined(separator: "\n")
  }

  /// The status; a run that somebody works on is not stopped in a person's eyes.
  var state: String {
    if status == .stopped, let holder { "running by \(holder)" } else { status.rawValue }
  }

  /// Steps that no votes decided: how many, and who did. The rejects of a map have a line of their own.
  private var ruled: (String, String)? {
    let steps = "\(Figures.count(tally.rulings)) \(tally.rulings == 1 ? unit : unit + "s")"
    if map != nil { return nil }
    return ("ruled", steps + (isDurable ? " not decided by votes" : " decided by a person"))
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
      text += ", \(rate < 1 ? Figures.short(rate) : Figures.fixed(rate, 0)) \(unit)s/s"
    }
    if let session = lastSession, session.number > 1 { text += ", \(session.number) sessions" }
    return text
  }

  /// What was expected beside what it came to.
  private func planned(_ forecast: Forecast) -> String {
    var parts = [
      "\(Figures.fixed(forecast.votesPerStep, 4)) votes and \(Figures.fixed(forecast.samplesPerStep, 4)) samples a \(unit)"
    ]
    if tally.decided > 0 {
      parts[0] += " (came to \(Figures.fixed(Double(tally.votes) / Double(tally.decided), 4)) and "
      parts[0] += "\(Figures.fixed(Double(tally.samples) / Double(tally.decided), 4)))"
    }
    if let cost = forecast.costUSD { parts.append(Figures.dollars(cost)) }
    if let seconds = forecast.wallSeconds { parts.append(Figures.time(seconds)) }
    return parts.joined(separator: ", ")
  }

  /// Records do not wait for one another: what is wrong in one costs no other.
  private func askedOnce(_ rate: Double) -> String {
    guard rate > 0 else { return "no sample was unreadable or outvoted" }
    return
      "\(Figures.percent(rate, 3)) of samples were unreadable or outvoted: about as many records would be wrong or missing"
  }

  private func alone(_ rate: Double) -> String {
    guard rate > 0 else { return "made no error in \(Figures.count(tally.samples)) samples" }
    return "errs in \(Figures.percent(rate, 3)) of samples: without voting, lost after about "
      + "\(Figures.count(Int((1 / rate).rounded()))) steps"
  }

  private var verdict: String {
    switch verified {
    case true?:
      "yes: every decision follows from its votes"
        + (knowsTruth
          ? ", and every answer is right" : isCompared ? "" : "; answers are not compared with right ones")
        + (status == .done ? "" : ", so far")
        + (review.map { $0.problems(run).isEmpty ? "" : "; but the files are NOT what they have to be" } ?? "")
    case false?: "NO: " + (problem ?? "it did not hold when it ended; `maker verify` says why")
    case nil: "not yet"
    }
  }

  /// Whether answers are compared with right ones that are not the audit's, which a line of its own tells.
  private var isCompared: Bool { solution?.knowsTruth ?? map.map { !$0.files.labels.isEmpty } ?? false }

  private var next: [String] {
    let isWrong = records?.labels.map { $0.right.hits < $0.right.trials } ?? false
    return switch status {
    case .done:
      (isWrong ? ["maker show \(run) --wrong"] : []) + tree + [
        "maker show \(run) --contested", "maker export \(run) --jsonl", "maker verify \(run)",
      ]
    case .stopped:
      [hasOpenEnd && solution == nil ? "start your program again" : "maker resume \(run)"] + tree
        + ["maker verify \(run)"]
    case .failed: remedies
    }
  }

  /// What shows the tree of a run of a solver; nothing for any other.
  private var tree: [String] { solution == nil ? [] : ["maker show \(run) --tree"] }

  /// What to do about a run that failed.
  private var remedies: [String] {
    guard isVoted else { return ["maker verify \(run)", "a new run without --no-voting"] }
    let again = "a new run with a higher --k, such as \((raised?.k ?? firstK) + 1)"
    if let wrongStep { return ["maker show \(run) \(option(wrongStep))", again] }
    // Without an audit it is most likely a wrong answer; with one it is something else.
    return problem == nil
      ? ["maker verify \(run)", "maker show \(run) --contested", again]
      : ["maker show \(run)", "maker verify \(run)"]
  }
}
