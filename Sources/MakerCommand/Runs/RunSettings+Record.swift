import Maker
import MakerJournal

/// Settings as a run file keeps them.
extension RunSettings {
  /// What the file of a new run says of it.
  func description(steps: Int, _ plan: SessionPlan) -> RunDescription {
    RunDescription(
      task: task.name,
      parameters: task.parameters,
      model: selection.models.map(\.name).joined(separator: ", "),
      voting: votingFacts,
      steps: steps,
      makerVersion: MakerVersion.current,
      configuration: selection.facts
        .merging(RecordedSpending.configuration(selection.prices, plan.caps)) { $1 }
        .merging(plan.watch?.configuration ?? [:]) { $1 }
        .merging(plan.recordedLimits) { $1 })
  }

  private var votingFacts: [String: String] {
    var facts = [
      "k": "\(k)", "temperature": "\(temperatures.rest)", "seed": "\(seed)", "enabled": "\(voting)",
      "first_temperature": "\(temperatures.first)", "rung_samples": "\(rungSamples)",
    ]
    facts["max_reply_tokens"] = maximumReplyTokens.map { "\($0)" }
    return facts
  }

  /// The settings that a run file holds.
  ///
  /// - Parameters:
  ///   - description: What the file says about its run.
  ///   - path: The file, to name it when something is wrong.
  ///   - settings: What is set for this session, how endpoints are talked to and where keys may go; nil when nothing
  ///     is asked and only the record is read.
  /// - Throws: A failure that says what cannot be read.
  init(_ description: RunDescription, path: String, settings: Settings? = nil) throws(CommandFailure) {
    guard TaskSettings.names.contains(description.task) else {
      throw CommandFailure(
        .data,
        "\(path) holds a run of the task \(description.task), which this version of maker does not know.")
    }
    let voting = description.voting
    guard let task = TaskSettings(description),
      let k = voting["k"].flatMap({ Int($0) }), 1...100 ~= k,
      let rest = voting["temperature"].flatMap(Double.init), 0.001...1000 ~= rest,
      let first = (voting["first_temperature"] ?? voting["temperature"]).flatMap(Double.init),
      0...1000 ~= first,
      let rungSamples = Int(voting["rung_samples"] ?? "0"), 0...1_000_000 ~= rungSamples,
      let seed = voting["seed"].flatMap({ UInt64($0) }),
      let isVoting = voting["enabled"].flatMap(Bool.init)
    else {
      throw CommandFailure(.data, "The configuration in \(path) is damaged; restore the file from a copy.")
    }
    // The first run files name their one model in the description alone.
    let facts = ["model.1": description.model].merging(description.configuration) { $1 }
    let selection = try ModelSelection(
      facts: facts, prices: RecordedSpending.prices(description),
      settings: settings ?? Settings.none, path: path)
    self.init(
      task: task, selection: selection, k: k,
      temperatures: Temperatures(first: first, rest: rest),
      maximumReplyTokens: voting["max_reply_tokens"].flatMap { Int($0) }, rungSamples: rungSamples,
      seed: seed,
      voting: isVoting)
  }
}
