import Maker
import MakerAgents

/// Sends tickets to teams and answers those about money: ordinary code that asks for a judgement where it needs one.
struct TicketDesk {
  let route: Agent
  let refund: Agent

  /// Works on all tickets at the same time, each in a scope of its own.
  func letters(for tickets: [Ticket], in run: DurableScope) async throws -> [String] {
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for (number, ticket) in tickets.enumerated() {
        group.addTask { (number, try await letter(for: ticket, in: run.scope(ticket.id))) }
      }
      var letters = Array(repeating: "", count: tickets.count)
      for try await (number, letter) in group { letters[number] = letter }
      return letters
    }
  }

  private func letter(for ticket: Ticket, in scope: DurableScope) async throws -> String {
    let team = try await scope.decide("team", route, with: ticket).value.promptText
    guard team == "billing" else { return "\(ticket.id): handed to \(team)" }
    // Only what is about money is asked further, with what was decided before.
    let verdict = try await scope.decide("refund", refund, with: ticket).value.promptText
    return verdict == "yes" ? "\(ticket.id): refund of \(ticket.amount)" : "\(ticket.id): explained the bill"
  }
}
