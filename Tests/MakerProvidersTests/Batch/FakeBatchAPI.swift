import Foundation
import MakerProviders
import Synchronization

/// A provider with a batch interface, as its documentation tells of it. Nothing in it is shared with what is tested.
final class FakeBatchAPI: Sendable {
  /// What becomes of one request of a batch.
  enum Fate: Sendable, Hashable {
    case answered(String)
    /// The request failed with a status of its own.
    case failed(Int)
    case expired
    case cancelled
    case missing
  }

  /// A batch that was taken.
  struct Batch: Sendable {
    var id: String
    var key: String?
    var requests: [(id: String, prompt: String)]
    var created: Double
    /// The states it goes through, one at each look; the last one stays.
    var states: [String]
    var fates: [Fate]
    /// Whether its results have been thrown away.
    var isArchived = false

    var state: String { states.first ?? "" }
  }

  struct Shared: Sendable {
    var files: [String: [(id: String, prompt: String)]] = [:]
    var batches: [Batch] = []
    /// How often each request was answered, by its name.
    var paid: [String: Int] = [:]
    var looks = 0
  }

  /// How batches go.
  struct Course: Sendable {
    /// The states of a batch by its number.
    var states: @Sendable (Int) -> [String]
    /// What becomes of a request: the number of the batch, the name of the request without the key, its prompt.
    var fate: @Sendable (Int, String, String) -> Fate = { _, _, prompt in
      .answered(FakeBatchAPI.right(prompt))
    }
    /// The second at which a batch is made.
    var created: @Sendable () -> Double = { 1_000_000 }
    /// The most requests that are taken at a time.
    var most = 50_000
  }

  /// Does something else than what is right with a call: nil leaves it as it is.
  typealias Fault = @Sendable (_ number: Int, _ request: FaultServer.Request) -> Breach?

  enum Breach: Sendable {
    /// The call is answered with this, and does nothing.
    case instead([UInt8])
    /// The call does what it should, and the connection breaks before its answer.
    case lost
    /// The connection breaks before the call does anything.
    case unheard
    /// The answer is cut in half.
    case halved
  }

  let dialect: EndpointProfile.Dialect
  let course: Course
  let fault: Fault
  private let shared = Mutex(Shared())

  init(_ dialect: EndpointProfile.Dialect, _ course: Course? = nil, fault: @escaping Fault = { _, _ in nil })
  {
    self.dialect = dialect
    let states =
      dialect == .openAI
      ? ["validating", "in_progress", "finalizing", "completed"] : ["in_progress", "ended"]
    self.course = course ?? Course(states: { _ in states })
    self.fault = fault
  }

  var facts: Shared { shared.withLock { $0 } }

  /// Puts a batch of somebody else's into the list.
  func add(_ batch: Batch) { shared.withLock { $0.batches.append(batch) } }

  /// The right reply to a prompt that is a number: the next one.
  static func right(_ prompt: String) -> String { Int(prompt).map { "\($0 + 1)" } ?? "no number" }

  var respond: FaultServer.Respond {
    { number, request in
      switch self.fault(number, request) {
      case .instead(let bytes): return [.send(bytes)]
      case .unheard: return [.reset]
      case .lost:
        _ = self.answer(request)
        return [.reset]
      case .halved:
        let bytes = self.answer(request)
        return [.send(Array(bytes.prefix(bytes.count - 20))), .close]
      case nil: return [.send(self.answer(request))]
      }
    }
  }

  private func answer(_ request: FaultServer.Request) -> [UInt8] {
    let path = request.path.split(separator: "?")[0].dropFirst("/v1".count)
    return shared.withLock { shared in
      switch dialect {
      case .openAI: openAI(request, path.split(separator: "/").map(String.init), &shared)
      case .anthropic: anthropic(request, path.split(separator: "/").map(String.init), &shared)
      }
    }
  }

  /// Makes a batch of requests, and answers what it answers of them.
  func take(_ requests: [(id: String, prompt: String)], key: String?, _ shared: inout Shared) -> Batch {
    let number = shared.batches.count
    let fates = requests.map { request in
      let name = request.id.split(separator: "-", maxSplits: 1).last.map(String.init) ?? ""
      let fate = course.fate(number, name, request.prompt)
      if case .answered = fate { shared.paid[name, default: 0] += 1 }
      return fate
    }
    let batch = Batch(
      id: "batch_\(number)", key: key, requests: requests, created: course.created(),
      states: course.states(number), fates: fates)
    shared.batches.append(batch)
    return batch
  }

  /// One look at a batch: it goes on to its next state.
  func look(at id: String, _ shared: inout Shared) -> Batch? {
    shared.looks += 1
    guard let place = shared.batches.firstIndex(where: { $0.id == id }) else { return nil }
    let batch = shared.batches[place]
    if batch.states.count > 1 { shared.batches[place].states.removeFirst() }
    return batch
  }

  // MARK: JSON

  static func json(_ value: Any) -> [UInt8] {
    (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])).map { Array($0) } ?? []
  }

  static func object(_ bytes: some Sequence<UInt8>) -> [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
  }

  static func ok(_ value: Any) -> [UInt8] { Answers.http("200 OK", body: json(value)) }

  static var missing: [UInt8] {
    Answers.error("404 Not Found", message: "No such batch.", type: "invalid_request_error")
  }
}

extension FakeBatchAPI {
  /// Ends a batch that nobody looked at.
  func end(_ id: String) {
    shared.withLock { shared in
      guard let place = shared.batches.firstIndex(where: { $0.id == id }) else { return }
      shared.batches[place].states = ["ended"]
    }
  }
}

/// True once.
final class First: Sendable {
  private let isOver = Mutex(false)

  func isFirst() -> Bool {
    isOver.withLock { isOver in
      defer { isOver = true }
      return !isOver
    }
  }
}
