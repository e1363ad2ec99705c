import Maker
import MakerJournal
import MakerTasks
import MicroModel

/// Everything a person chose for a run: what its file keeps, so that it can be resumed as it was.
struct RunSettings: Sendable, Hashable {
  var disks: Int
  var parser: TowersOfHanoi.Parser
  var model: String
  var k: Int
  var temperature: Double
  var seed: UInt64
  /// False shows what one agent does alone: one sample a step, believed.
  var voting: Bool

  /// The settings on one line, for a person.
  var summary: String {
    let steps = Figures.count((1 << disks) - 1)
    let how = voting ? "k = \(k)" : "one sample a step, no voting"
    return
      "hanoi, \(disks) disks, \(steps) steps, \(how), \(model) at temperature \(temperature), seed \(seed)"
  }

  /// The settings as the run file keeps them.
  func description(steps: Int) -> RunDescription {
    RunDescription(
      task: "hanoi",
      parameters: ["disks": "\(disks)", "parser": parser.rawValue],
      model: model,
      voting: ["k": "\(k)", "temperature": "\(temperature)", "seed": "\(seed)", "enabled": "\(voting)"],
      steps: steps,
      makerVersion: Version.current,
      configuration: EmbeddedLanguageModel.prices.configuration)
  }

  init(
    disks: Int, parser: TowersOfHanoi.Parser, model: String, k: Int, temperature: Double, seed: UInt64,
    voting: Bool
  ) {
    self.disks = disks
    self.parser = parser
    self.model = model
    self.k = k
    self.temperature = temperature
    self.seed = seed
    self.voting = voting
  }

  /// The settings that a run file holds.
  ///
  /// - Parameters:
  ///   - description: What the file says about its run.
  ///   - path: The file, to name it when something is wrong.
  /// - Throws: A failure that says what cannot be read.
  init(_ description: RunDescription, path: String) throws(CommandFailure) {
    guard description.task == "hanoi" else {
      throw CommandFailure(
        .data,
        "\(path) holds a run of the task \(description.task), which this version of maker does not know.")
    }
    let (parameters, voting) = (description.parameters, description.voting)
    guard let disks = parameters["disks"].flatMap({ Int($0) }), TowersOfHanoi.diskCounts ~= disks,
      let parser = parameters["parser"].flatMap(TowersOfHanoi.Parser.init(rawValue:)),
      let k = voting["k"].flatMap({ Int($0) }), 1...100 ~= k,
      let temperature = voting["temperature"].flatMap(Double.init), 0.001...1000 ~= temperature,
      let seed = voting["seed"].flatMap({ UInt64($0) }),
      let isVoting = voting["enabled"].flatMap(Bool.init)
    else {
      throw CommandFailure(.data, "The configuration in \(path) is damaged; restore the file from a copy.")
    }
    self.init(
      disks: disks, parser: parser, model: description.model, k: k, temperature: temperature, seed: seed,
      voting: isVoting)
  }

  func task() throws(CommandFailure) -> TowersOfHanoi {
    do {
      return try TowersOfHanoi(disks: disks, parser: parser)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }

  func languageModel() throws(CommandFailure) -> EmbeddedLanguageModel {
    do throws(MicroModelError) {
      let weights =
        model.hasPrefix("embedded/")
        ? try MicroModel.embedded(model) : try MicroModel(contentsOf: model)
      return EmbeddedLanguageModel(weights)
    } catch {
      let place = error.description.contains(model) ? "" : "The model \(model) cannot be used. "
      throw CommandFailure(error.code == .damagedFile ? .data : .usage, place + error.description)
    }
  }

  func rules(limits: StepLimits) -> VotingRules {
    VotingRules(
      k: k, temperatures: .uniform(temperature), seed: seed,
      limits: voting ? limits : StepLimits(samplesPerStep: 1, attemptsPerSlot: 1))
  }
}
