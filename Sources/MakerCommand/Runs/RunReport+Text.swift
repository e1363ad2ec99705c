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
    rows += records?.rowsOfReport ?? []
    rows += [
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
      let steps = "\(Figures.count(tally.rulings)) \(tally.rulings == 1 ? "step" : "steps")"
      rows.append(
        (
          "ruled",
          steps + (isOfRecords ? " rejected: unreadable, or not decided by votes" : " decided by a person")
        ))
    }
    if let forecast { rows.append(("planned", planned(forecast))) }
    if let raised {
      rows.append(("k", "raised to \(raised.k) from step \(Figures.count(raised.step)) on, p having fallen"))
    }
    if isVoted, let rate = tally.singleAgentErrorRate {
      rows.append(("one agent", isOfRecords ? askedOnce(rate) : alone(rate)))
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

  /// Records do not wait for one another: what is wrong in one costs no other.
  private func askedOnce(_ rate: Double) -> String {
    guard rate > 0 else { return "no sample was unreadable or outvoted" }
    return
      "\(Figures.percent(rate, 3)) of samples were unreadable or outvoted: asked once, about as many records would be wrong or missing"
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
        + (knowsTruth ? ", and every answer is right" : "; answers are not compared with right ones")
        + (status == .done ? "" : ", so far")
    case false?: "NO: " + (problem ?? "it did not hold when it ended; `maker verify` says why")
    case nil: "not yet"
    }
  }

  private var next: [String] {
    switch status {
    case .done: ["maker show \(run) --contested", "maker export \(run) --jsonl", "maker verify \(run)"]
    case .stopped: [hasOpenEnd ? "start your program again" : "maker resume \(run)", "maker verify \(run)"]
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
}
