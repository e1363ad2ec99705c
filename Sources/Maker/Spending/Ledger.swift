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

  /// The accounts by the name in ``Response/model``; the empty name stands for replies without one.
  public private(set) var accounts: [String: Account] = [:]

  /// An empty ledger.
  public init() {}

  /// Enters one reply.
  public mutating func enter(_ response: Response) {
    accounts[response.model ?? "", default: Account()].enter(response)
  }

  /// Enters everything of another ledger.
  public mutating func enter(_ other: Ledger) {
    for (model, more) in other.accounts {
      accounts[model, default: Account()].samples += more.samples
      accounts[model, default: Account()].usage += more.usage
    }
  }

  /// Everything of all models.
  public var total: Account {
    accounts.values.reduce(into: Account()) { sum, account in
      sum.samples += account.samples
      sum.usage += account.usage
    }
  }

  /// The accounts as a JSON object by model.
  public func encode(to encoder: any Encoder) throws { try accounts.encode(to: encoder) }

  /// Reads a JSON object by model.
  public init(from decoder: any Decoder) throws { accounts = try .init(from: decoder) }
}

extension Ledger.Account {
  mutating func enter(_ response: Response) {
    samples += 1
    usage += response.usage
    for tried in response.tries { usage += tried.usage }
  }
}
