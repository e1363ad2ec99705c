import MakerRecords

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a map reads and writes: what its run file keeps, so that it can be gone on with from any folder.
struct MapFiles: Sendable, Hashable {
  /// The agent file.
  var agents: String
  /// The records.
  var input: String
  /// The form of the records.
  var format: RecordFormat
  /// Where the rows of decided records go; empty where nothing is written.
  var output: String
  /// Where the others go; likewise.
  var rejects: String
  /// Whether rows have their votes, samples and flags.
  var showsBallot: Bool
  /// Whether rows have what they cost.
  var showsCost: Bool
  /// The field of the records that has right answers; nil for none.
  var labelColumn: String?

  /// As a run file keeps them.
  var parameters: [String: String] {
    var facts = [
      "agents": agents, "input": input, "format": format.rawValue, "output": output, "rejects": rejects,
      "ballot": "\(showsBallot)", "cost": "\(showsCost)",
    ]
    facts["label_column"] = labelColumn
    return facts
  }

  init(
    agents: String, input: String, format: RecordFormat, output: String, rejects: String, showsBallot: Bool,
    showsCost: Bool, labelColumn: String?
  ) {
    (self.agents, self.input, self.format) = (agents, input, format)
    (self.output, self.rejects) = (output, rejects)
    (self.showsBallot, self.showsCost, self.labelColumn) = (showsBallot, showsCost, labelColumn)
  }

  /// Files that are only read.
  init(reading input: String, as format: RecordFormat, agents: String, labelColumn: String?) {
    self.init(
      agents: Self.absolute(agents), input: Self.absolute(input), format: format, output: "", rejects: "",
      showsBallot: false, showsCost: false, labelColumn: labelColumn)
  }

  /// What a run file keeps; nil for what was not written as it is.
  init?(parameters: [String: String]) {
    guard let agents = parameters["agents"], !agents.isEmpty, let input = parameters["input"],
      let format = parameters["format"].flatMap(RecordFormat.init(rawValue:)),
      let output = parameters["output"], let rejects = parameters["rejects"],
      let showsBallot = parameters["ballot"].flatMap(Bool.init),
      let showsCost = parameters["cost"].flatMap(Bool.init)
    else { return nil }
    self.init(
      agents: agents, input: input, format: format, output: output, rejects: rejects,
      showsBallot: showsBallot, showsCost: showsCost, labelColumn: parameters["label_column"])
  }

  /// Where the rejects of an output go unless another place is named: `out.csv` and `out.rejects.csv`.
  static func rejects(of output: String) -> String {
    let name = output.split(separator: "/").last.map(String.init) ?? output
    guard RecordFormat(path: name) != nil, let point = output.lastIndex(of: ".") else {
      return output + ".rejects.jsonl"
    }
    return output[..<point] + ".rejects" + output[point...]
  }

  /// The same path from any folder.
  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
}
