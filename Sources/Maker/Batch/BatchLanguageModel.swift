/// A model whose provider also takes many prompts at once and answers them later, in any order, at a lower price.
///
/// Everything that may be paid for is named before it is sent: a batch by its key, an item by its id. So a run
/// that is cut off at any moment can ask what became of what it sent, and never has to send it twice.
///
/// Errors say what is known. After ``LanguageModelError/Code/unavailable``, `invalidResponse` or `cancelled` nobody
/// knows whether the provider took a submission; after every other code it surely did not.
public protocol BatchLanguageModel: LanguageModel {
  /// What one batch may hold.
  var limits: BatchLimits { get }

  /// The bytes that an item takes up in a submission, as the provider counts them.
  func size(of item: BatchItem) -> Int

  /// Hands a batch to the provider.
  ///
  /// - Parameters:
  ///   - items: What is asked, each with an id of its own; within ``limits``.
  ///   - key: The batch's name in this run; the provider keeps it, see ``find(_:)``.
  /// - Returns: The provider's name for the batch.
  /// - Throws: ``LanguageModelError``. It is called once for a batch and must not send it a second time.
  func submit(_ items: [BatchItem], key: String) async throws(LanguageModelError) -> String

  /// The provider's name for a batch of which nobody knows whether it was submitted.
  ///
  /// - Parameter batch: Its record; the provider knows its key, when it was made, and how many requests it has.
  /// - Returns: Nil when the provider surely never took it.
  /// - Throws: ``LanguageModelError`` when that cannot be told; nothing is sent again then.
  func find(_ batch: BatchRecord) async throws(LanguageModelError) -> String?

  /// How far a batch is.
  ///
  /// - Parameter id: The provider's name for it.
  /// - Returns: How far it is; one that the provider does not know is gone.
  /// - Throws: ``LanguageModelError`` when the provider did not say.
  func status(of id: String) async throws(LanguageModelError) -> BatchStatus

  /// Everything a batch that is over brought, in any order. What never got a reply is missing or a failure.
  ///
  /// - Parameters:
  ///   - id: The provider's name for the batch.
  ///   - key: The name this run gave it.
  /// - Returns: A reply or a failure for each item that the provider speaks of.
  /// - Throws: ``LanguageModelError`` when not all of it can be had.
  func results(of id: String, key: String) async throws(LanguageModelError) -> [BatchReply]

  /// Asks the provider to stop working on a batch. What is answered by then stays, and is paid for.
  ///
  /// - Parameter id: The provider's name for the batch.
  /// - Throws: ``LanguageModelError`` when the provider did not hear it.
  func cancel(_ id: String) async throws(LanguageModelError)
}

/// How much one batch may hold.
public struct BatchLimits: Sendable, Hashable {
  /// The most items.
  public var requests: Int
  /// The most bytes of a whole submission.
  public var bytes: Int

  /// Makes limits, each 1 or more.
  public init(requests: Int, bytes: Int) {
    precondition(requests >= 1 && bytes >= 1, "a batch holds something")
    self.requests = requests
    self.bytes = bytes
  }
}

/// One sample to be drawn as part of a batch.
public struct BatchItem: Sendable, Hashable {
  /// Its name: at most 46 letters, digits and hyphens, of its own in its batch.
  public var id: String
  /// What is asked.
  public var prompt: Prompt
  /// How the reply is drawn.
  public var options: GenerationOptions

  /// Makes an item.
  public init(id: String, prompt: Prompt, options: GenerationOptions) {
    self.id = id
    self.prompt = prompt
    self.options = options
  }
}

/// What became of one item of a batch.
public struct BatchReply: Sendable, Hashable {
  /// The item's name.
  public var id: String
  /// The reply, or why there is none. A failure is not paid for.
  public var result: Result<Response, LanguageModelError>

  /// Makes a reply.
  public init(id: String, result: Result<Response, LanguageModelError>) {
    self.id = id
    self.result = result
  }
}
