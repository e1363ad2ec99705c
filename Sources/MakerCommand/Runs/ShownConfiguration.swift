import Maker
import MakerJournal

/// How a run was set up.
struct ShownConfiguration: Encodable {
  let task: String
  /// What it began with, with the places that files of a map were moved to.
  let parameters: [String: String]
  let model: String
  let voting: [String: String]
  let fingerprint: String?
  let makerVersion: String

  init(_ file: RunFile) {
    let description = file.description
    task = description.task
    parameters = RecordedPlaces.parameters(description)
    model = description.model
    voting = description.voting
    fingerprint = file.identity?.fingerprint
    makerVersion = description.makerVersion
  }

  private enum CodingKeys: String, CodingKey {
    case task, parameters, model, voting, fingerprint
    case makerVersion = "maker_version"
  }

  var text: String {
    let pairs = { (facts: [String: String]) in
      PlainText.of(
        facts.sorted { $0.key < $1.key }.map { "\($0.key) \(ShownPath.of($0.value))" }.joined(separator: ", ")
      )
    }
    return """
      task       \(PlainText.of(task)): \(pairs(parameters))
      model      \(PlainText.of(model))
      voting     \(pairs(voting))
      identity   \(fingerprint ?? "not begun"), made by maker \(PlainText.of(makerVersion))
      """
  }
}

/// What `show --json` ends with: the report of the run with its configuration.
struct ShownRun: Encodable {
  let report: RunReport
  let configuration: ShownConfiguration

  private enum CodingKeys: String, CodingKey { case configuration }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(configuration, forKey: .configuration)
  }
}
