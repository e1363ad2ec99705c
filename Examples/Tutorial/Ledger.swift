import Maker

/// A chain: the balance of an account, one entry a step. Each step needs the balance that the one before decided.
struct Ledger: ChainTask {
  let entries: [Int]
  let initialState = Balance(cents: 0, entry: 0)

  /// What a step knows: the balance so far, and which entry is next.
  struct Balance: Codable, Hashable, Sendable, Recordable {
    var cents: Int
    var entry: Int
  }

  var stepCount: Int { entries.count }

  func prompt(for state: Balance) -> Prompt {
    Prompt(
      "Balance: \(state.cents)\nEntry: \(entries[state.entry])",
      instructions: Instructions("You keep an account in cents. Reply with the new balance and nothing else.")
    )
  }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let cents = Int(reply) else { throw Flagged(.malformed, "no balance: \(reply)") }
    return cents
  }

  func apply(_ answer: Int, to state: Balance) -> Balance {
    Balance(cents: answer, entry: state.entry + 1)
  }

  // Another list of entries is another task: a recorded run of it is not gone on with by mistake.
  var identity: [String: String] { ["task": "ledger", "entries": "\(entries)"] }
}
