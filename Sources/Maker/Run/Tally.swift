/// What a run has counted so far. It is recorded with every decision, so a resumed run counts on.
public struct Tally: Sendable, Hashable, Codable {
  /// Steps decided.
  public var decided = 0
  /// Votes cast.
  public var votes = 0
  /// Samples paid for, flagged ones included.
  public var samples = 0
  /// Votes for another answer than the one decided.
  public var outvoted = 0
  /// Steps at which anything but the decided answer was said.
  public var contested = 0
  /// The most votes that one step needed.
  public var longestBallot = 0
  /// Discarded samples by kind.
  public var flags: [FlagKind: Int] = [:]
  /// Steps that a person decided because voting did not.
  public var rulings = 0
  /// What all samples cost, by model.
  public var ledger = Ledger()

  /// Nothing counted yet.
  public init() {}

  /// Counts one decision.
  public mutating func count<Answer>(_ decision: Decision<Answer>) {
    let ballot = decision.ballot
    decided += 1
    votes += ballot.count
    samples += decision.samples.count
    longestBallot = max(longestBallot, ballot.count)
    if decision.isContested { contested += 1 }
    if ballot.candidates.count > 1 {
      for candidate in ballot.candidates where candidate.answer != decision.answer {
        outvoted += candidate.votes
      }
    }
    count(decision.samples)
  }

  /// Counts a step that votes did not decide, with the votes that were cast at it.
  ///
  /// A person who rules outvotes everybody who said something else. Where nobody did and the step is settled as undecided, a
  /// vote is outvoted that was not for the answer with the most.
  mutating func count<Answer: Hashable>(
    ruled answer: Answer, by whom: Ruling, votes cast: [Answer], _ paid: [Sample]
  ) {
    decided += 1
    rulings += 1
    contested += 1
    votes += cast.count
    samples += paid.count
    longestBallot = max(longestBallot, cast.count)
    outvoted += whom.by == Ruling.task ? Self.behind(cast) : cast.count { $0 != answer }
    count(paid)
  }

  /// The votes that were not for the answer with the most.
  private static func behind<Answer: Hashable>(_ cast: [Answer]) -> Int {
    let counts = cast.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return cast.count - (counts.values.max() ?? 0)
  }

  /// Counts the samples of a step.
  mutating func count(_ paid: [Sample]) {
    for sample in paid {
      ledger.enter(sample.response)
      if let flag = sample.flag { flags[flag.kind, default: 0] += 1 }
    }
  }

  /// Tokens read, as billed.
  public var inputTokens: Int { ledger.total.usage.inputTokens }

  /// Tokens written, as billed.
  public var outputTokens: Int { ledger.total.usage.outputTokens }

  /// Everything that was paid for, the samples of a step that is still open included.
  ///
  /// - Parameter open: The samples of that step.
  /// - Returns: The ledger of all of it.
  public func ledger(with open: [Sample]) -> Ledger {
    var all = ledger
    all.enter(Ledger(of: open))
    return all
  }

  /// Discarded samples of every kind.
  public var flagged: Int { samples - votes }

  /// The share of samples that did not say what was decided: the error rate of one agent that is asked once.
  ///
  /// Nil before the first sample. It takes the decisions for right, which `verify` can check.
  public var singleAgentErrorRate: Double? {
    samples > 0 ? Double(outvoted + flagged) / Double(samples) : nil
  }

  private enum CodingKeys: String, CodingKey {
    case decided, votes, samples, outvoted, contested, flags, rulings, ledger
    case longestBallot = "longest_ballot"
  }
}

extension FlagKind: CodingKeyRepresentable {
  /// The name, so that counts by kind are a plain JSON object.
  public var codingKey: any CodingKey { Key(stringValue: rawValue) }

  /// The kind a JSON key names.
  public init?<Key: CodingKey>(codingKey: Key) { self.init(rawValue: codingKey.stringValue) }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
