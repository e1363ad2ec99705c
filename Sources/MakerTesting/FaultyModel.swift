public import Maker
import Synchronization

/// A model that fails at chosen calls and is like another at the rest.
public final class FaultyModel<Base: LanguageModel>: LanguageModel {
  private let base: Base
  private let errors: [Int: LanguageModelError]
  private let count = Mutex(0)

  /// Makes the model.
  ///
  /// - Parameters:
  ///   - base: The model that answers the other calls.
  ///   - errors: What is thrown, by the number of the call, from 0.
  public init(_ base: Base, failing errors: [Int: LanguageModelError]) {
    self.base = base
    self.errors = errors
  }

  /// How many calls there were, failed ones included.
  public var callCount: Int { count.withLock { $0 } }

  /// The facts of the model that answers: failing makes no other run.
  public var identity: [String: String] { base.identity }

  /// The reply of the model that answers.
  ///
  /// - Throws: The error chosen for this call, else what the model throws.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let call = count.withLock { count in
      count += 1
      return count - 1
    }
    if let error = errors[call] { throw error }
    return try await base.respond(to: prompt, options: options)
  }
}
