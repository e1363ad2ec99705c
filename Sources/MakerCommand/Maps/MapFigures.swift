import Maker
import MakerRecords

/// What became of the records of a map.
struct MapFigures: Encodable, Sendable {
  /// How decided answers compare with right ones.
  struct Labels: Encodable, Sendable {
    struct Cell: Encodable, Sendable {
      let truth: String?
      let decided: String?
      let count: Int
    }

    let column: String
    let right: Proportion
    /// How often a single vote is right.
    let p: Proportion
    let unlabelled: Int
    let rejected: Int
    let confusion: [Cell]
  }

  let rows: Int
  let rejects: Int
  let output: String
  let rejectsFile: String
  let labels: Labels?

  private enum CodingKeys: String, CodingKey {
    case rows, rejects, output, labels
    case rejectsFile = "rejects_file"
  }

  init(_ counts: RecordOutput.Counts, _ labels: LabelCounts?, _ files: MapFiles) {
    (rows, rejects) = (counts.rows, counts.rejects)
    (output, rejectsFile) = (files.output, files.rejects)
    self.labels = labels.map { labels in
      Labels(
        column: labels.field, right: labels.decisions, p: labels.p, unlabelled: labels.unlabelled,
        rejected: labels.rejected,
        confusion: labels.cells.map { Labels.Cell(truth: $0.truth, decided: $0.decided, count: $0.count) })
    }
  }

  /// Lines of a report: a name and its text.
  var rowsOfReport: [(String, String)] {
    var lines = [("rows", "\(Figures.count(rows)) in \(output)")]
    lines.append(
      ("rejects", rejects == 0 ? "none" : "\(Figures.count(rejects)), with their reasons, in \(rejectsFile)"))
    guard let labels else { return lines }
    lines.append(("right", "\(Self.text(labels.right)) of the records whose \(labels.column) is an answer"))
    lines.append(("p", "\(Self.text(labels.p)) of the votes on them"))
    if labels.unlabelled > 0 {
      lines.append(
        ("no label", "\(Figures.count(labels.unlabelled)) records, which were decided all the same"))
    }
    let wrong = labels.confusion.filter { $0.truth != $0.decided }.sorted { $1.count < $0.count }
    for cell in wrong.prefix(Self.shownCells) {
      let (truth, decided) = (cell.truth ?? "another answer", cell.decided ?? "another answer")
      lines.append(
        (
          "wrong",
          "\(Figures.count(cell.count)) decided \(PlainText.short(decided)), right is \(PlainText.short(truth))"
        ))
    }
    if wrong.count > Self.shownCells {
      lines.append(("", "and \(wrong.count - Self.shownCells) more kinds; all of them with --json"))
    }
    return lines
  }

  private static let shownCells = 10

  private static func text(_ share: Proportion) -> String {
    guard let value = share.value else { return "none of 0" }
    return "\(Figures.count(share.hits)) of \(Figures.count(share.trials)), \(Figures.chance(value)) "
      + "(\(Figures.chance(share.lower)) to \(Figures.chance(share.upper)))"
  }
}
