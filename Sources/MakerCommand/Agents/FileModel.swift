import Maker
import MakerAgents
import MakerPrograms
import MakerProviders
import MicroModel

/// What an agent file or a chain file says of the model that is asked; nil where it says nothing.
struct FileModel: Sendable {
  /// The model's full name.
  var name: String?
  /// The temperatures of samples.
  var temperatures: Temperatures?
  /// The most tokens of a reply.
  var maximumReplyTokens: Int?
  /// What the model's tokens cost.
  var prices: Prices?

  /// What an agent says.
  init(_ agent: Agent) {
    (name, temperatures) = (agent.model, agent.temperatures)
    (maximumReplyTokens, prices) = (agent.maximumReplyTokens, agent.prices)
  }

  /// What agents say that a record goes through in sequence, all of which are asked of one model.
  ///
  /// - Parameters:
  ///   - steps: The agents.
  ///   - isNamed: Whether the command line names the model, so that the files need not agree on one.
  /// - Throws: A failure when they name different models.
  init(_ steps: AgentSteps, isNamed: Bool) throws(CommandFailure) {
    self.init(steps.agents[0])
    let names = Set(steps.agents.compactMap(\.model))
    guard isNamed || names.count <= 1 else {
      throw CommandFailure(
        .usage,
        "The agents of \(steps.name) name different models (\(names.sorted().joined(separator: ", "))), and a run asks "
          + "one; name it with --model.")
    }
    name = names.count == 1 ? names.first : nil
    let temperatures = Set(steps.agents.compactMap(\.temperatures))
    self.temperatures = temperatures.count == 1 ? temperatures.first : nil
    // A reply that one agent may give must not be too long for another.
    let limits = steps.agents.compactMap(\.maximumReplyTokens)
    let usual = limits.count < steps.agents.count ? ChosenModel.usualReplyTokens : 0
    maximumReplyTokens = limits.max().map { max($0, usual) }
    // Prices are those of a model that is named with them, once.
    let prices = Set(steps.agents.compactMap(\.prices))
    self.prices = prices.count == 1 && names.count <= 1 ? prices.first : nil
  }

  /// What a chain file says.
  init(_ chain: ChainFile) {
    (name, temperatures, maximumReplyTokens) = (chain.model, chain.temperatures, chain.maximumReplyTokens)
    prices = chain.price.map {
      Prices(inputUSDPerMillionTokens: $0.inputUSD, outputUSDPerMillionTokens: $0.outputUSD)
    }
  }
}

/// What the command line says of sampling; it counts more than a file.
struct SamplingChoice: Sendable {
  /// What it says of models, caps, connections and the log.
  var given: SettingsGiven
  /// The settings file it names.
  var config: String?
  /// The temperature of every sample.
  var temperature: Double?
  /// The most tokens of a reply.
  var maximumReplyTokens: Int?
  /// Fixes the seeds of samples.
  var seed: UInt64
}

/// The model that is asked, from the command line, the file, the environment and `maker.yaml`, in this order.
struct ChosenModel: Sendable {
  /// The most tokens of a reply of an endpoint, where nobody says another number.
  static let usualReplyTokens = 2048

  /// The models; nil when they cannot be asked.
  let selection: ModelSelection?
  /// Their names; nil when nobody names one.
  let name: String?
  /// Why they cannot be asked; nil when they can.
  let problem: CommandFailure?
  /// How they are sampled, with Maker's own red flags.
  let rules: VotingRules
  /// Everything a person set.
  let settings: Settings

  /// Puts together what everybody says.
  ///
  /// - Throws: A failure for settings that make no sense. A model that cannot be asked is told in ``problem``.
  init(_ file: FileModel, _ choice: SamplingChoice) async throws(CommandFailure) {
    // A file of the user's counts more than the environment and less than an option, as a run file does.
    var ofFile = SettingsGiven()
    ofFile.add(.model, file.name)
    settings = try await Settings(options: choice.given, recorded: ofFile, config: choice.config)
    let names = settings.models
    var selection: ModelSelection?
    var problem: CommandFailure?
    if names.isEmpty {
      problem = CommandFailure(
        .usage,
        "No model is named; name one with --model, such as --model openai/gpt-4.1-mini, or in the file.")
    } else {
      do throws(CommandFailure) {
        selection = try ModelSelection(settings)
      } catch {
        problem = error
      }
    }
    let isOfFile = file.name == nil || names == [file.name]
    if let prices = file.prices, isOfFile { selection = selection?.priced(at: prices) }
    self.problem = problem
    self.selection = selection
    name = selection?.summary ?? (names.isEmpty ? nil : names.joined(separator: ", "))
    let isLocal = selection?.models.first.map { $0.endpoint == nil } ?? false
    let usual = isLocal ? Temperatures.uniform(EmbeddedLanguageModel.defaultTemperature) : .paper
    let temperature = settings.temperature.flatMap { $0 > 0 ? Temperatures.uniform($0) : nil }
    rules = VotingRules(
      temperatures: choice.temperature.map { .uniform($0) } ?? file.temperatures ?? temperature ?? usual,
      seed: choice.seed,
      maximumResponseTokens: choice.maximumReplyTokens ?? file.maximumReplyTokens
        ?? (isLocal ? nil : Self.usualReplyTokens))
  }

  /// The price of the model that is asked first; nil when it is not known.
  var prices: Prices? { selection?.models.first?.price?.prices }
}
