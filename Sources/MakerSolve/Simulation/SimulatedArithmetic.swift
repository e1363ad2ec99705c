public import Maker

/// A simulated model that plays the four roles for products, right but for errors at known rates.
///
/// It is no language model: it computes what the prompts of ``StandardAgents/multiply`` ask for. With it the protocol can be
/// looked at alone: which errors of which role voting corrects, and where it does not.
public struct SimulatedArithmetic: LanguageModel {
  /// A role by what its prompts begin with.
  public enum Role: String, Sendable, CaseIterable {
    /// Takes a product apart.
    case decomposer
    /// Chooses among proposals.
    case decompositionDiscriminator = "decomposition-discriminator"
    /// Multiplies and adds.
    case solver
    /// Chooses among solutions.
    case solutionDiscriminator = "solution-discriminator"
  }

  /// How often replies of a role err.
  public struct Errors: Sendable, Hashable {
    /// The share of replies that are wrong: readable, and another answer than the right one.
    public var wrong: Double
    /// The share of replies that cannot be read.
    public var malformed: Double
    /// The share of wrong replies that are wrong in the same way: what voting cannot correct.
    public var alike: Double

    /// Makes rates, each from 0 to 1; `wrong` and `malformed` together are at most 1.
    public init(wrong: Double = 0, malformed: Double = 0, alike: Double = 0) {
      precondition(
        wrong >= 0 && malformed >= 0 && wrong + malformed <= 1 && 0...1 ~= alike, "rates are shares")
      (self.wrong, self.malformed, self.alike) = (wrong, malformed, alike)
    }
  }

  /// The errors of the roles; those that are not there make none.
  public let errors: [Role: Errors]

  /// Makes a model.
  ///
  /// - Parameter errors: The errors of the roles.
  public init(errors: [Role: Errors] = [:]) { self.errors = errors }

  /// That it is a simulation, and its rates.
  public var identity: [String: String] {
    let rates = errors.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\($0.key.rawValue) \($0.value.wrong)/\($0.value.malformed)/\($0.value.alike)"
    }
    return ["model": "simulated/multiply \(rates.joined(separator: ", "))"]
  }

  /// The reply to a prompt. The same prompt and seed give the same reply.
  ///
  /// - Parameters:
  ///   - prompt: A prompt of the agents for products.
  ///   - options: Their seed draws the errors; without one there are none.
  /// - Returns: The reply; a prompt of any other kind is not understood, and the reply says so.
  /// - Throws: Nothing.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let text = prompt.content
    let usage = { (reply: String) in
      Usage(inputTokens: max(1, text.utf8.count / 4), outputTokens: max(1, reply.utf8.count / 4))
    }
    guard let task = SimulatedTask(text) else {
      let reply = "This simulation only plays the roles of the agents for products."
      return Response(reply, usage: usage(reply))
    }
    var random = SeededNumbers(seed: 0)
    var rates = errors[task.role] ?? Errors()
    if case .random(let seed) = options.samplingMode {
      random = SeededNumbers(seed: seed ?? 0)
    } else {
      rates = Errors()
    }
    let reply: String
    if random.happens(rates.malformed) {
      reply = "Well, let me think about that."
    } else if random.happens(rates.malformed < 1 ? rates.wrong / (1 - rates.malformed) : 0) {
      let isAlike = random.happens(rates.alike)
      // What is wrong in the same way depends on nothing but what is asked.
      var common = SeededNumbers(seed: task.seedInCommon)
      reply = isAlike ? task.wrongReply(&common) : task.wrongReply(&random)
    } else {
      reply = task.rightReply
    }
    return Response(reply, usage: usage(reply))
  }
}
