import Maker

/// A map: tickets that do not wait for one another, each in a lane of one step.
struct Routing: LaneTask {
  let tickets: [String]
  let laneLength = 1
  let initialState = 0
  static let teams = ["billing", "technical", "other"]

  var stepCount: Int { tickets.count }
  func state(beforeLane lane: Int) -> Int { lane }

  func prompt(for ticket: Int) -> Prompt {
    Prompt("Which team? Reply with billing, technical or other.\n\n\(tickets[ticket])")
  }

  func answer(in reply: String) throws(Flagged) -> String {
    guard Self.teams.contains(reply) else { throw Flagged(.malformed, "no team: \(reply)") }
    return reply
  }

  func apply(_ answer: String, to ticket: Int) -> Int { ticket + 1 }

  // A ticket without a word in it is not asked about.
  func settled(at ticket: Int) -> Settlement<String>? {
    tickets[ticket].isEmpty ? Settlement("other", reason: "the ticket is empty") : nil
  }

  // One that nobody can decide goes to a person, and the others go on.
  func undecided(_ limit: StepLimit, at ticket: Int) -> Settlement<String>? {
    Settlement("other", reason: "\(limit)")
  }

  var identity: [String: String] { ["task": "routing", "tickets": "\(tickets)"] }
}
