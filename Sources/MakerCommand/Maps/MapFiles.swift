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
  /// The form of what is written, by the names the files had when the run began; nil where nothing is written.
  var (outputFormat, rejectsFormat): (RecordFormat?, RecordFormat?)
  /// The most records that are decided, the first ones; nil for all.
  var limit: Int?
  /// The fields of the records that have right answers.
  var labels: [RecordLabel]

  /// What rows have besides the record and its answers, and their form.
  var options: RecordOutput.Options {
    RecordOutput.Options(
      showsBallot: showsBallot, showsCost: showsCost, outputFormat: outputFormat,
      rejectsFormat: rejectsFormat)
  }

  /// As a run file keeps them.
  var parameters: [String: String] {
    var facts = [
      "agents": agents, "input": input, "format": format.rawValue, "output": output, "rejects": rejects,
      "ballot": "\(showsBallot)", "cost": "\(showsCost)",
    ]
    facts["output_format"] = outputFormat?.rawValue
    facts["rejects_format"] = rejectsFormat?.rawValue
    facts["limit"] = limit.map { "\($0)" }
    return facts.merging(labelFacts) { $1 }
  }

  /// The labels as they are kept: a lone field with whole answers by its name, others as JSON.
  var labelFacts: [String: String] {
    if labels.isEmpty { return [:] }
    if labels.count == 1, labels[0] == RecordLabel(labels[0].column) {
      return ["label_column": labels[0].column]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts are all there is in labels.
    return ["labels": (try? encoder.encode(labels)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"]
  }

  private static func labels(_ facts: [String: String]) -> [RecordLabel]? {
    if let column = facts["label_column"] { return [RecordLabel(column)] }
    guard let text = facts["labels"] else { return [] }
    return try? JSONDecoder().decode([RecordLabel].self, from: Data(text.utf8))
  }

  init(
    agents: String, input: String, format: RecordFormat, output: String, rejects: String, showsBallot: Bool,
    showsCost: Bool, limit: Int? = nil, labels: [RecordLabel]
  ) {
    (self.agents, self.input, self.format) = (agents, input, format)
    (self.output, self.rejects, self.limit) = (output, rejects, limit)
    (self.showsBallot, self.showsCost, self.labels) = (showsBallot, showsCost, labels)
    // A file may be called otherwise when the run goes on, and is of the same form.
    outputFormat = output.isEmpty ? nil : RecordFormat(path: output) ?? .jsonl
    rejectsFormat = rejects.isEmpty ? nil : RecordFormat(path: rejects) ?? .jsonl
  }

  /// Files that are only read.
  init(reading input: String, as format: RecordFormat, agents: String, labels: [RecordLabel]) {
    self.init(
      agents: Self.absolute(agents), input: Self.absolute(input), format: format, output: "", rejects: "",
      showsBallot: false, showsCost: false, labels: labels)
  }

  /// What a run file keeps; nil for what was not written as it is.
  init?(parameters: [String: String]) {
    guard let agents = parameters["agents"], !agents.isEmpty, let input = parameters["input"],
      let format = parameters["format"].flatMap(RecordFormat.init(rawValue:)),
      let output = parameters["output"], let rejects = parameters["rejects"],
      let showsBallot = parameters["ballot"].flatMap(Bool.init),
      let showsCost = parameters["cost"].flatMap(Bool.init), let labels = Self.labels(parameters)
    else { return nil }
    self.init(
      agents: agents, input: input, format: format, output: output, rejects: rejects,
      showsBallot: showsBallot, showsCost: showsCost,
      limit: parameters["limit"].flatMap { Int($0) }, labels: labels)
    outputFormat = parameters["output_format"].flatMap(RecordFormat.init(rawValue:)) ?? outputFormat
    rejectsFormat = parameters["rejects_format"].flatMap(RecordFormat.init(rawValue:)) ?? rejectsFormat
  }

  /// Where the rejects of an output go unless another place is named: `out.csv` and `out.rejects.csv`.
  static func rejects(of output: String) -> String {
    let name = output.split(separator: "/").last.map(String.init) ?? output
    guard RecordFormat(path: name) != nil, let point = output.lastIndex(of: ".") else {
      return output + ".rejects.jsonl"
    }
    return output[..<point] + ".rejects" + output[point...]
  }

  /// The folder that a file is in, or would be.
  static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// The same path from any folder.
  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }
}
