import Maker
import MakerRecords

/// What became of the records of a map.
struct MapFigures: Encodable, Sendable {
  let rows: Int
  let rejects: Int
  let output: String
  let rejectsFile: String
  /// The most records that were to be decided; nil for all.
  let limit: Int?
  /// The records of the input.
  let inputRecords: Int
  let labels: LabelFigures?

  private enum CodingKeys: String, CodingKey {
    case rows, rejects, output, limit, labels
    case rejectsFile = "rejects_file"
    case inputRecords = "input_records"
  }

  init(_ counts: RecordOutput.Counts, _ labels: LabelCounts?, _ files: MapFiles, of records: Int) {
    (rows, rejects) = (counts.rows, counts.rejects)
    (output, rejectsFile) = (files.output, files.rejects)
    (limit, inputRecords) = (files.limit, records)
    self.labels = labels.map(LabelFigures.init)
  }

  /// Lines of a report: a name and its text.
  var rowsOfReport: [(String, String)] {
    var lines = [("rows", "\(Figures.count(rows)) in \(output)")]
    lines.append(
      ("rejects", rejects == 0 ? "none" : "\(Figures.count(rejects)), with their reasons, in \(rejectsFile)"))
    if let limit, limit < inputRecords {
      lines.append(
        (
          "limit",
          "the first \(Figures.count(limit)) of \(Figures.count(inputRecords)) records; the others are in neither"
        ))
    }
    return lines + (labels?.rowsOfReport ?? [])
  }
}
