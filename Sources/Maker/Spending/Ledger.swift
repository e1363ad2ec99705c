/// What was spent, by model: samples and tokens. What they cost follows from a ``PriceList``.
public struct Ledger: Sendable, Hashable, Codable {
  /// What one model was paid for.
  public struct Account: Sendable, Hashable, Codable {
    /// Replies, red-flagged ones included.
    public var samples = 0
    /// Tokens of the replies, and of tries that brought none.
    public var usage = Usage()

    /// Nothing paid for yet.
    public init() {}
  }

  /// The account of replies without a name in ``Response/model``.
  public private(set) var unnamed = Account()
  /// The accounts by the name in ``Response/model``.
  public private(set) var named: [String: Account] = [:]

  /// An empty ledger.
  public init() {}

  /// The ledger of some replies.
  public init(of samples: [Sample]) { for sample in samples { enter(sample.response) } }

  /// Enters one reply.
  public mutating func enter(_ response: Response) {
    // A model that answers a million times a second has no name: it must not cost a look into a dictionary.
    if let model = response.model {
      named[model, default: Account()].enter(response)
    } else {
      unnamed.enter(response)
    }
  }

  /// Enters everything of another ledger.
  public mutating func enter(_ other: Ledger) {
    unnamed.enter(other.unnamed)
    for (model, more) in other.named { named[model, default: Account()].enter(more) }
  }

  /// Everything of all models.
  public var total: Account {
    named.values.reduce(into: unnamed) { sum, account in sum.enter(account) }
  }
}

extension Ledger.Account {
  mutating func enter(_ response: Response) {
    samples += 1
    usage += response.usage
    for tried in response.tries { usage += tried.usage }
  }

  mutating func enter(_ other: Self) {
    samples += other.samples
    usage += other.usage
  }
}
