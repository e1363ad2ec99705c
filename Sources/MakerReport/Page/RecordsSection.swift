import Maker

/// What became of the records of a map, as the template asks for it.
struct RecordsSection {
  struct Fact { let factName, factText: String }
  struct Reason { let reasonCount, reasonText: String }
  struct Cell {
    let truthText, decidedText, cellCount: String
    let isRight: Bool
  }

  let recordsTitle: String
  let recordFacts: [Fact]
  let hasReasons, hasConfusion: Bool
  let reasons: [Reason]
  let confusionTitle: String
  let confusion: [Cell]
  let recordsNote: String?

  /// The most pairs that are listed.
  private static let shownCells = 200

  /// The section of a run; nil for one that is no map.
  init?(_ run: RunSurvey, isOne: Bool) {
    guard let records = run.records else { return nil }
    recordsTitle = "Records" + (isOne ? "" : ": \(run.name)")
    recordsNote = records.note
    let outcome = records.outcome
    var facts = [Fact(factName: "In", factText: records.extent)]
    if let outcome {
      facts.append(
        Fact(factName: "Rows", factText: "\(NumberText.count(outcome.rows)) in \(outcome.output)"))
      let rejects =
        outcome.rejects == 0
        ? "none" : "\(NumberText.count(outcome.rejects)), with their reasons, in \(outcome.rejectsFile)"
      facts.append(Fact(factName: "Rejects", factText: rejects))
    }
    if let labels = outcome?.labels {
      let what = "of those whose \(labels.column) is an answer"
      facts.append(
        Fact(
          factName: "Right",
          factText: "\(Self.hits(labels.right)) \(what): \(RunSummaryRows.share(labels.right))"))
      facts += Self.parts(of: labels)
      facts.append(
        Fact(
          factName: "Right votes, p",
          factText: "\(Self.hits(labels.p)) of the votes on them: \(RunSummaryRows.share(labels.p))"))
      if labels.unlabelled > 0 {
        facts.append(
          Fact(
            factName: "Without a label",
            factText: "\(NumberText.count(labels.unlabelled, "record")), decided all the same"))
      }
      if labels.notAnswers > 0 {
        facts.append(
          Fact(
            factName: "Label is no answer",
            factText: "\(NumberText.count(labels.notAnswers, "record")), not compared"))
      }
    }
    recordFacts = facts
    reasons = (outcome?.reasons ?? []).map {
      Reason(reasonCount: NumberText.count($0.count), reasonText: $0.reason)
    }
    hasReasons = !reasons.isEmpty
    let cells = outcome?.labels?.confusion ?? []
    confusionTitle = "What was taken for what" + (outcome?.labels.map { ", by \($0.column)" } ?? "")
    // What is wrong first: it is what one looks for.
    let ordered = cells.sorted { one, other in
      one.isRight == other.isRight ? one.count > other.count : other.isRight
    }
    confusion = ordered.prefix(Self.shownCells).map { cell in
      Cell(
        truthText: cell.truth ?? "another answer", decidedText: cell.decided ?? "another answer",
        cellCount: NumberText.count(cell.count), isRight: cell.isRight)
    }
    hasConfusion = !confusion.isEmpty
  }

  /// Each agent of several, and each field of an answer that has a label of its own.
  private static func parts(of labels: RecordOutcome.Labels) -> [Fact] {
    let several = labels.agents.count > 1
    return labels.agents.flatMap { agent in
      let whole = Fact(
        factName: "Right, \(agent.agent)",
        factText: "\(hits(agent.right)): \(RunSummaryRows.share(agent.right))")
      return (several ? [whole] : [])
        + agent.fields.map { field in
          Fact(
            factName: "Right, \(several ? agent.agent + "." : "")\(field.field)",
            factText: "\(hits(field.right)), by \(field.column): \(RunSummaryRows.share(field.right))")
        }
    }
  }

  private static func hits(_ share: Proportion) -> String {
    "\(NumberText.count(share.hits)) of \(NumberText.count(share.trials))"
  }
}
