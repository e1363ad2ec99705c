/// A recorded durable run as a chain, for what reads it without the code that asked: audits, reports, exports.
///
/// Its steps are the decisions in the order in which they came about, and its state a digest of all of them. It cannot
/// be run: only the code knows what is asked next.
public struct DurableChain: ChainTask {
  /// What a run file has for the number of decisions while nobody knows it.
  public static let openStepCount = 1 << 53 - 1
  /// The word for such a task in a run file and an identity.
  public static let task = "durable"

  /// The name of the run.
  public let name: String
  /// The number of decisions; ``openStepCount`` while it is not known.
  public let stepCount: Int
  /// What else makes the run the run it is.
  public let facts: [String: String]

  /// Makes a chain.
  ///
  /// - Parameters:
  ///   - name: The name of the run.
  ///   - facts: What else makes the run the run it is; whoever only reads it need not know.
  ///   - stepCount: The number of decisions, where it is known.
  public init(
    name: String, facts: [String: String] = [:], stepCount: Int = DurableChain.openStepCount
  ) {
    (self.name, self.facts, self.stepCount) = (name, facts, stepCount)
  }

  /// Before the first decision.
  public var initialState: DurableState { DurableState() }

  /// An empty prompt, which is never sent.
  public func prompt(for state: DurableState) -> Prompt { Prompt("") }

  /// Flags every reply: only the code that asked can read one.
  public func answer(in reply: String) throws(Flagged) -> KeyedAnswer {
    throw Flagged(.malformed, "only the code that asked can read this reply")
  }

  /// The state with one more decision.
  public func apply(_ answer: KeyedAnswer, to state: DurableState) -> DurableState {
    state.adding(answer.record)
  }

  /// The kind of task, the name of the run, and the facts.
  public var identity: [String: String] {
    facts.merging(["task": Self.task, "task.name": name]) { $1 }
  }
}

/// How many decisions a durable run has made, and a digest of all of them in the order they came about.
public struct DurableState: Hashable, Sendable {
  /// The decisions.
  public let decisions: Int
  private let digest: String

  /// Before the first decision.
  public init() { self.init(decisions: 0, digest: FNV1a().digits) }

  private init(decisions: Int, digest: String) { (self.decisions, self.digest) = (decisions, digest) }

  func adding(_ record: [UInt8]) -> DurableState {
    var hash = FNV1a()
    hash.combine(Array(digest.utf8)[...])
    hash.combine(record[...])
    return DurableState(decisions: decisions + 1, digest: hash.digits)
  }
}

extension DurableState: Recordable {
  /// The number and the digest.
  public var record: [UInt8] { Array("\(decisions) \(digest)".utf8) }

  /// Reads a record.
  ///
  /// - Throws: ``MalformedRecord`` when it is none.
  public init(record: [UInt8]) throws(MalformedRecord) {
    let parts = String(decoding: record, as: UTF8.self).split(separator: " ")
    guard parts.count == 2, let decisions = Int(parts[0]), decisions >= 0 else {
      throw MalformedRecord("a state of a durable run of \(record.count) bytes")
    }
    self.init(decisions: decisions, digest: String(parts[1]))
  }

  /// The number and the digest.
  public var json: String { "{\"decisions\":\(decisions),\"digest\":\(digest.json)}" }
}
