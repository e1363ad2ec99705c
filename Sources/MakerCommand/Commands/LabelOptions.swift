import ArgumentParser
import MakerAgents
import MakerRecords

/// Which fields of the records have right answers.
struct LabelOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A field of the records that has right answers of the last agent, to compare with; it is never asked or voted with "
        + "(default: none).", valueName: "field"))
  var labelColumn: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Likewise, of a voted field of an answer (total=true_total), of another agent (read=truth), or both \
      (read.total=true_total); may be given several times (default: none).
      """, valueName: "[agent.][field=]column"))
  var label: [String] = []

  func validate() throws {
    try require(labelColumn.map { !$0.isEmpty } ?? true, "--label-column must be the name of a field.")
  }

  /// The labels of these agents, those of the last one first.
  ///
  /// - Throws: A failure for a label of what no agent answers.
  func labels(of steps: AgentSteps) throws(CommandFailure) -> [RecordLabel] {
    let labels = (labelColumn.map { [RecordLabel($0)] } ?? []) + label.map { RecordLabel($0, of: steps) }
    for (place, one) in labels.enumerated() {
      if let problem = one.problem(with: steps) { throw CommandFailure(.usage, "\(one.option): \(problem).") }
      let target = { (label: RecordLabel) in [label.agent ?? steps.agents.last?.name, label.field] }
      if let twice = labels[..<place].first(where: { target($0) == target(one) }) {
        throw CommandFailure(
          .usage, "\(twice.option) and \(one.option) are right answers of the same; give one of them.")
      }
    }
    return labels
  }
}
