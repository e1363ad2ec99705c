import Foundation
import Maker
import MakerJournal

let model = Simulation.model
let rules = VotingRules(k: 4, seed: 1)

// A chain: each step is built on the one before.
let ledger = Ledger(entries: (1...1_000).map { ($0 * 7919) % 2_001 - 1_000 })
var balance = 0
for try await event in Run(ledger, model: model, rules: rules).events {
  if case .decided(let decision) = event { balance = decision.answer }
}
print("chain: balance \(balance) after \(ledger.stepCount) entries, right is \(ledger.entries.reduce(0, +))")

// A map: two hundred records at a time.
let tickets = (0..<500).map { number in
  number % 100 == 99 ? "" : number.isMultiple(of: 2) ? "I was charged twice." : "It does not start."
}
let map = try await LaneRun(Routing(tickets: tickets), model: model, rules: rules, width: 200).finish()
print(
  "map: \(map.tally.decided) tickets, \(map.tally.outvoted) votes outvoted, \(map.tally.rulings) settled unasked"
)

// Durable code: run twice on one file, it asks once.
let file = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString).run").path
for session in 1...2 {
  let record = try SQLiteJournal.open(at: file, orCreate: .durable("desk", model: "simulated", rules: rules))
  let paid = record.earlier.ledger.total.samples
  let done = try await withDurableRun("desk", model: model, rules: rules, journal: record) { run in
    var done: [String] = []
    for (number, ticket) in ["I was charged twice.", "It does not start.", "What is the price?"].enumerated()
    {
      done.append(try await Desk.handle(ticket, run.scope("ticket-\(number)")))
    }
    return done
  }
  try await record.close()
  print("durable, session \(session): \(done.joined(separator: "; ")); \(paid) samples were paid for before")
}
