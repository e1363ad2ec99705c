public import Maker
import Synchronization

/// A model that replies by a script and remembers what it was asked.
///
/// ```swift
/// let model = ScriptedModel(["1", "1", "2"])                    // reply after reply
/// let model = ScriptedModel(byPrompt: ["What is 0 + 1?": ["1", "7"]])  // for each prompt its own
/// let model = ScriptedModel { call in Response("\(call.index)") }
/// ```
public final class ScriptedModel: LanguageModel {
  /// One thing the model was asked.
  public struct Call: Sendable, Hashable {
    /// How many calls came before, from 0.
    public let index: Int
    /// How many calls with the same prompt came before, from 0.
    public let indexOfPrompt: Int
    /// What was asked.
    public let prompt: Prompt
    /// How the reply was to be drawn.
    public let options: GenerationOptions
  }

  /// What decides a reply.
  public typealias Script = @Sendable (Call) throws(LanguageModelError) -> Response

  private struct Memory {
    var calls: [Call] = []
    var countsByPrompt: [Prompt: Int] = [:]
  }

  /// The facts that make this another model.
  public let identity: [String: String]
  private let script: Script
  private let memory = Mutex(Memory())

  /// Makes a model whose replies a closure decides.
  ///
  /// - Parameters:
  ///   - name: The name in its identity.
  ///   - script: Decides a reply, or throws.
  public init(name: String = "scripted", script: @escaping Script) {
    identity = ["model": name]
    self.script = script
  }

  /// Makes a model that gives one reply after another, and fails once they are used up.
  ///
  /// - Parameters:
  ///   - replies: The replies in the order of the calls.
  ///   - name: The name in its identity.
  public convenience init(_ replies: [String], name: String = "scripted") {
    self.init(name: name) { call throws(LanguageModelError) in
      guard call.index < replies.count else { throw Self.usedUp(call) }
      return Response(replies[call.index])
    }
  }

  /// Makes a model that has replies for each prompt, and fails once they are used up.
  ///
  /// - Parameters:
  ///   - replies: By the content of the prompt, the replies in the order of the calls with that prompt.
  ///   - name: The name in its identity.
  public convenience init(byPrompt replies: [String: [String]], name: String = "scripted") {
    self.init(name: name) { call throws(LanguageModelError) in
      guard let own = replies[call.prompt.content], call.indexOfPrompt < own.count else {
        throw Self.usedUp(call)
      }
      return Response(own[call.indexOfPrompt])
    }
  }

  /// Everything the model was asked so far, in the order it was asked.
  public var calls: [Call] { memory.withLock { $0.calls } }

  /// The reply of the script.
  ///
  /// - Throws: What the script throws; `unavailable` when it has no reply for this call.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let call = memory.withLock { memory in
      let call = Call(
        index: memory.calls.count, indexOfPrompt: memory.countsByPrompt[prompt, default: 0],
        prompt: prompt, options: options)
      memory.calls.append(call)
      memory.countsByPrompt[prompt, default: 0] += 1
      return call
    }
    return try script(call)
  }

  private static func usedUp(_ call: Call) -> LanguageModelError {
    LanguageModelError(
      .unavailable,
      "The script has no reply for call \(call.index), number \(call.indexOfPrompt) of \"\(call.prompt.content)\"."
    )
  }
}
