public import Maker
import Synchronization

/// A simulated provider that answers batches with a model, late and out of order, and fails where it is told to.
///
/// It remembers what it was paid for, so that a test can see that nothing was lost and nothing paid for twice.
///
/// ```swift
/// let clock = VirtualClock()
/// let service = InMemoryBatchService(answeringWith: model, clock: RunClock(clock)) { number in
///   .init(delay: .seconds(3600), fate: { item in item.id.hasPrefix("s3-") ? .missing : .answered })
/// }
/// ```
public final class InMemoryBatchService: BatchLanguageModel {
  private struct Memory {
    var accepted: [Accepted] = []
    var paid: [String: Int] = [:]
    var calls: [Moment.Call: Int] = [:]
  }

  /// What one batch may hold.
  public let limits: BatchLimits
  private let base: any LanguageModel
  private let clock: RunClock
  private let course: @Sendable (Int) -> Course
  private let fault: Fault
  private let memory = Mutex(Memory())

  /// Makes a provider.
  ///
  /// - Parameters:
  ///   - base: The model that answers.
  ///   - limits: What one batch may hold.
  ///   - clock: What its delays are measured by.
  ///   - course: How each batch goes, by its number from 0.
  ///   - fault: Decides whether a call fails; it comes before and after each call does its work.
  public init(
    answeringWith base: any LanguageModel,
    limits: BatchLimits = BatchLimits(requests: 50_000, bytes: 200_000_000),
    clock: RunClock = .continuous, course: @escaping @Sendable (_ number: Int) -> Course = { _ in Course() },
    fault: @escaping Fault = { _ in }
  ) {
    self.base = base
    self.limits = limits
    self.clock = clock
    self.course = course
    self.fault = fault
  }

  /// The facts of the model that answers: how it is asked makes no other run.
  public var identity: [String: String] { base.identity }

  /// The batches that were accepted, in order.
  public var accepted: [Accepted] { memory.withLock { $0.accepted } }

  /// How often each item was paid for, by its name.
  public var paid: [String: Int] { memory.withLock { $0.paid } }

  /// How often something was called.
  public func count(of call: Moment.Call) -> Int { memory.withLock { $0.calls[call, default: 0] } }

  /// The reply of the model that answers.
  public func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    try await base.respond(to: prompt, options: options)
  }

  /// The bytes of its name and its prompt, and 64 around them.
  public func size(of item: BatchItem) -> Int {
    64 + item.id.utf8.count + item.prompt.content.utf8.count
      + (item.prompt.instructions?.content.utf8.count ?? 0)
  }

  /// Accepts a batch.
  ///
  /// - Throws: `invalidRequest` for one beyond ``limits``; what the faults decide.
  public func submit(_ items: [BatchItem], key: String) async throws(LanguageModelError) -> String {
    let index = try begin(.submit)
    guard items.count <= limits.requests, items.reduce(0, { $0 + size(of: $1) }) <= limits.bytes else {
      throw LanguageModelError(.invalidRequest, "The batch is too large.")
    }
    var replies: [BatchReply] = []
    var paid: [String] = []
    let course = course(memory.withLock { $0.accepted.count })
    for item in items {
      let fate = brings(course.ending) ? course.fate(item) : .missing
      switch fate {
      case .missing: continue
      case .failed(let error): replies.append(BatchReply(id: item.id, result: .failure(error)))
      case .answered, .answeredTwice, .answeredBeside:
        let response = try await base.respond(to: item.prompt, options: item.options)
        replies.append(BatchReply(id: item.id, result: .success(response)))
        paid.append(item.id)
      }
      if case .answeredTwice(let text) = fate {
        replies.insert(BatchReply(id: item.id, result: .success(Response(text))), at: 0)
      }
      if case .answeredBeside(let id) = fate {
        replies.append(BatchReply(id: id, result: .success(Response("stray"))))
      }
    }
    let (kept, now) = (replies, clock.now())
    let id = memory.withLock { memory in
      let id = "batch-\(memory.accepted.count)"
      for item in paid { memory.paid[item, default: 0] += 1 }
      memory.accepted.append(
        Accepted(
          id: id, key: key, items: items, since: now, end: now + course.delay, ending: course.ending,
          // Backwards: nothing may depend on the order. The first reply of a twice answered item stays the true one.
          replies: kept.reversed()))
      return id
    }
    try end(.submit, index)
    return id
  }

  /// The batch of a key.
  public func find(_ batch: BatchRecord) async throws(LanguageModelError) -> String? {
    let index = try begin(.find)
    let id = memory.withLock { $0.accepted.first { $0.key == batch.key }?.id }
    try end(.find, index)
    return id
  }

  /// How far a batch is: waiting for a quarter of its time, then running.
  public func status(of id: String) async throws(LanguageModelError) -> BatchStatus {
    let index = try begin(.status)
    let now = clock.now()
    let status = try batch(id) { batch in
      let (passed, whole) = (now - batch.since, batch.end - batch.since)
      if now >= batch.end {
        return BatchStatus(batch.ending, done: batch.items.count, total: batch.items.count)
      }
      if passed * 4 < whole { return BatchStatus(.waiting) }
      let done = Int(Double(batch.items.count) * (passed / whole))
      return BatchStatus(.running, done: done, total: batch.items.count)
    }
    try end(.status, index)
    return status
  }

  /// What a batch that is over brought, the last item first.
  public func results(of id: String, key: String) async throws(LanguageModelError) -> [BatchReply] {
    let index = try begin(.results)
    let now = clock.now()
    let replies = try batch(id) { batch in batch.end <= now && batch.key == key ? batch.replies : [] }
    try end(.results, index)
    return replies
  }

  /// Ends a batch at once with what it has; nothing more is paid for.
  public func cancel(_ id: String) async throws(LanguageModelError) {
    let index = try begin(.cancel)
    let now = clock.now()
    memory.withLock { memory in
      guard let place = memory.accepted.firstIndex(where: { $0.id == id }), memory.accepted[place].end > now
      else { return }
      for reply in memory.accepted[place].replies { memory.paid[reply.id] = nil }
      memory.accepted[place].replies = []
      memory.accepted[place].end = now
      memory.accepted[place].ending = .cancelled
    }
    try end(.cancel, index)
  }

  private func brings(_ ending: BatchStatus.State) -> Bool {
    switch ending {
    case .failed, .gone: false
    case .waiting, .running, .ended, .expired, .cancelled: true
    }
  }

  private func batch<Result: Sendable>(
    _ id: String, _ body: (Accepted) -> Result
  ) throws(LanguageModelError) -> Result {
    guard let batch = memory.withLock({ $0.accepted.first { $0.id == id } }) else {
      throw LanguageModelError(.invalidRequest, "There is no batch \(id).")
    }
    return body(batch)
  }

  private func begin(_ call: Moment.Call) throws(LanguageModelError) -> Int {
    let index = memory.withLock { memory in
      memory.calls[call, default: 0] += 1
      return memory.calls[call, default: 0] - 1
    }
    try fault(Moment(call: call, index: index, isDone: false))
    return index
  }

  private func end(_ call: Moment.Call, _ index: Int) throws(LanguageModelError) {
    try fault(Moment(call: call, index: index, isDone: true))
  }
}
