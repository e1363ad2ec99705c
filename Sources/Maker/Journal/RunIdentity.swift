/// Every fact that makes a run the run it is: task, prompt, model, k, temperatures, seed, parser.
public struct RunIdentity: Sendable, Hashable {
  /// The facts by name.
  public let facts: [String: String]

  /// Makes an identity.
  public init(facts: [String: String]) { self.facts = facts }

  /// A short digest of all facts: 16 hexadecimal digits, FNV-1a of the facts in the order of their names.
  public var fingerprint: String {
    let lines = facts.sorted { $0.key < $1.key }.map {
      Self.escaped($0.key) + "=" + Self.escaped($0.value) + "\n"
    }
    return FNV1a.digits(of: lines.joined())
  }

  /// The text without line ends, so that no two sets of facts have the same lines.
  private static func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "\\" ? "\\\\" : $0 == "\n" ? "\\n" : String($0) })
  }

  /// A fact that differs between two identities.
  public struct Change: Sendable, Hashable, CustomStringConvertible {
    /// The fact's name.
    public let name: String
    /// What it was when the run was recorded; nil when it was not there.
    public let recorded: String?
    /// What it is now; nil when it is not there.
    public let current: String?

    /// The fact with its value then and now.
    public var description: String {
      "\(name) was \(recorded ?? "not set") and is now \(current ?? "not set")"
    }
  }

  /// The facts that differ from those of `recorded`, by name.
  public func changes(since recorded: RunIdentity) -> [Change] {
    Set(facts.keys).union(recorded.facts.keys).sorted().compactMap { name in
      let (before, now) = (recorded.facts[name], facts[name])
      return before == now ? nil : Change(name: name, recorded: before, current: now)
    }
  }
}
