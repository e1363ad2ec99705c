public import Maker

/// A model of a provider with a batch interface: OpenAI Batch, Anthropic Message Batches.
///
/// ```swift
/// let model = try EndpointBatchLanguageModel.make("gpt-4.1-mini", of: .openai, key: Secret(key), endpoints: endpoints)
/// let summary = try await BatchRun(task, model: model, journal: journal).finish()
/// ```
///
/// It is the model of ``EndpointLanguageModel`` in every other way: asked directly it answers directly, and a run of
/// the one may be gone on with by the other.
public struct EndpointBatchLanguageModel: BatchLanguageModel {
  /// The time between two looks at a batch that may be the one that is looked for.
  private static let lookUpInterval: Duration = .seconds(120)

  let base: EndpointLanguageModel
  let wire: any BatchWire

  /// Puts a model together from its parts.
  ///
  /// - Parameters:
  ///   - base: The model, asked directly.
  ///   - wire: How batches are said to its provider.
  package init(_ base: EndpointLanguageModel, wire: any BatchWire) {
    self.base = base
    self.wire = wire
  }

  /// The facts of the model that is asked directly.
  public var identity: [String: String] { base.identity }

  /// What one batch may hold.
  public var limits: BatchLimits { wire.limits }

  /// The bytes that an item takes up in a submission.
  public func size(of item: BatchItem) -> Int { wire.size(of: item) }

  /// One reply, asked for directly and at the full price.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    try await base.respond(to: prompt, options: options)
  }

  /// Hands a batch to the provider. What is uploaded ahead of it may be uploaded again, for it costs nothing; the batch
  /// itself is made once.
  ///
  /// - Parameters:
  ///   - items: What is asked.
  ///   - key: The run's name for the batch.
  /// - Returns: The provider's name for the batch.
  /// - Throws: ``Maker/LanguageModelError``; of `unavailable` or `invalidResponse` when nobody knows whether it was taken.
  public func submit(_ items: [BatchItem], key: String) async throws(LanguageModelError) -> String {
    var upload: String?
    if let call = try said({ () throws(CallFailure) in try wire.upload(items, key: key) }) {
      do throws(LanguageModelError) {
        upload = try await calls.make(call, repeated: .always) { answer, now throws(CallFailure) in
          try wire.uploadID(from: answer, now: now)
        }
      } catch {
        throw error.beforeSubmission
      }
    }
    let call = try said { () throws(CallFailure) in try wire.submission(items, key: key, upload: upload) }
    return try await calls.make(call, repeated: .whileUntaken) { answer, now throws(CallFailure) in
      try wire.batch(from: answer, now: now).id
    }
  }

  /// The provider's name for a batch that may have been submitted.
  ///
  /// A provider that keeps no key with a batch tells by the results alone which one it is. A batch that may be the one
  /// and is still being answered is waited for, which takes a day at most.
  ///
  /// - Parameter batch: Its record.
  /// - Returns: Nil when the provider never took it.
  /// - Throws: ``Maker/LanguageModelError`` when that cannot be told.
  public func find(_ batch: BatchRecord) async throws(LanguageModelError) -> String? {
    var strangers: Set<String> = []
    while true {
      let candidates: [ProviderBatch]
      switch try await search(for: batch) {
      case .found(let id): return id
      case .absent, .list: return nil
      case .compare(let list): candidates = list.filter { !strangers.contains($0.id) }
      }
      for candidate in candidates where candidate.status.isOver {
        if try await isBatch(batch, candidate) { return candidate.id }
        strangers.insert(candidate.id)
      }
      if candidates.allSatisfy(\.status.isOver) { return nil }
      do {
        try await base.clock.sleep(Self.lookUpInterval)
      } catch {
        throw LanguageModelError(.cancelled, "The search for a batch was cancelled.")
      }
    }
  }

  /// How far a batch is.
  ///
  /// - Parameter id: The provider's name for it.
  /// - Returns: How far it is; one that the provider does not know is gone.
  /// - Throws: ``Maker/LanguageModelError`` when the provider did not say, after all tries.
  public func status(of id: String) async throws(LanguageModelError) -> BatchStatus {
    let call = try said { () throws(CallFailure) in try wire.look(at: id) }
    return try await calls.make(call, repeated: .always) { answer, now throws(CallFailure) in
      try wire.status(from: answer, now: now)
    }
  }

  /// Everything a batch that is over brought, in any order.
  ///
  /// - Parameters:
  ///   - id: The provider's name for the batch.
  ///   - key: The run's name for it.
  /// - Returns: The replies and failures.
  /// - Throws: ``Maker/LanguageModelError`` when not all of it could be read, after all tries.
  public func results(of id: String, key: String) async throws(LanguageModelError) -> [BatchReply] {
    let call = try said { () throws(CallFailure) in try wire.look(at: id) }
    let batch = try await calls.make(call, repeated: .always) { answer, now throws(CallFailure) in
      try wire.batch(from: answer, now: now)
    }
    return try await download(batch, key: key)
  }

  /// Stops a batch.
  ///
  /// - Parameter id: The provider's name for it.
  /// - Throws: ``Maker/LanguageModelError`` when the provider did not hear it, after all tries.
  public func cancel(_ id: String) async throws(LanguageModelError) {
    let call = try said { () throws(CallFailure) in try wire.cancellation(of: id) }
    _ = try await calls.make(call, repeated: .always) { answer, now throws(CallFailure) in
      try wire.batch(from: answer, now: now)
    }
  }

  private var calls: BatchCalls { BatchCalls(model: base) }

  private func download(_ batch: ProviderBatch, key: String) async throws(LanguageModelError) -> [BatchReply]
  {
    var replies: [BatchReply] = []
    for file in try said({ () throws(CallFailure) in try wire.downloads(of: batch) }) {
      replies += try await calls.make(file, repeated: .always) { answer, now throws(CallFailure) in
        try wire.replies(from: answer, key: key, now: now)
      }
    }
    return replies
  }

  /// Goes through the list of batches.
  private func search(for batch: BatchRecord) async throws(LanguageModelError) -> BatchSearch.Move {
    var search = BatchSearch(for: batch, keepsKey: wire.keepsKey)
    var after: String?
    while true {
      let call = try said { () throws(CallFailure) in try wire.list(after: after) }
      let page = try await calls.make(call, repeated: .always) { answer, now throws(CallFailure) in
        try wire.page(from: answer, now: now)
      }
      let move = search.take(page)
      guard case .list(let next) = move else { return move }
      guard next != after else {
        throw LanguageModelError(
          .invalidResponse, "The list of batches of \(base.wire.modelName) does not go on after \(next).")
      }
      after = next
    }
  }

  /// Whether the results of a batch that is over are those of the record.
  private func isBatch(
    _ batch: BatchRecord, _ candidate: ProviderBatch
  ) async throws(LanguageModelError) -> Bool {
    if case .gone(let reason) = candidate.status.state { throw LanguageModelError(.invalidResponse, reason) }
    for file in try said({ () throws(CallFailure) in try wire.downloads(of: candidate) }) {
      let isOurs = try await calls.make(file, repeated: .always) { answer, now throws(CallFailure) in
        do throws(CallFailure) {
          return try !wire.replies(from: answer, key: batch.key, now: now).isEmpty
        } catch {
          if error.type == "other_batch" { return false }
          throw error
        }
      }
      if isOurs { return true }
    }
    return false
  }

  /// What cannot be said to the provider at all.
  private func said<Value>(
    _ make: () throws(CallFailure) -> Value
  ) throws(LanguageModelError) -> Value {
    do throws(CallFailure) {
      return try make()
    } catch {
      guard case .noRetry(let code) = error.kind else {
        throw LanguageModelError(.invalidRequest, error.message)
      }
      throw LanguageModelError(code, error.message)
    }
  }
}

extension LanguageModelError {
  /// A failure of the upload: no batch was made, so nobody has to ask whether one was.
  fileprivate var beforeSubmission: LanguageModelError {
    switch code {
    case .unavailable, .invalidResponse: LanguageModelError(.rateLimited, message)
    default: self
    }
  }
}
