import Foundation
import Maker
import MakerAgents
import MakerJournal

/// Usage: DurableTickets [run file] [tickets] [milliseconds a reply] [file for the prompts that are asked]
///
/// Start it again with the same run file: it goes on where it was killed, and samples nothing that is recorded.
@main
enum Main {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    let path = arguments.first ?? "runs/tickets.run"
    let count = arguments.count > 1 ? Int(arguments[1]) ?? 20 : 20
    let latencyMs = arguments.count > 2 ? Int(arguments[2]) ?? 20 : 20
    let model = StandInModel(
      latency: .milliseconds(latencyMs), log: arguments.count > 3 ? try log(at: arguments[3]) : nil)

    let desk = TicketDesk(
      route: try AgentFile.agent(in: routeFile, called: "route.yaml"),
      refund: try AgentFile.agent(in: refundFile, called: "refund.yaml"))
    let rules = VotingRules(k: 3, temperatures: .uniform(0.7), seed: 1)
    let journal = try SQLiteJournal.open(
      at: path, orCreate: .durable("tickets", model: "stand-in", rules: rules))
    let letters = try await withDurableRun(
      "tickets", model: model, rules: rules, journal: journal, width: 8
    ) { run in
      try await desk.letters(for: Ticket.examples(count), in: run)
    }
    try await journal.close()
    for letter in letters { print(letter) }
  }

  private static func log(at path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    return file
  }

  private static let routeFile = """
    name: route
    prompt: |
      {{id}}: {{text}}
      Which team? billing, technical or access
    answer:
      labels: [billing, technical, access]
    """

  private static let refundFile = """
    name: refund
    prompt: |
      {{id}}: {{text}}
      Does the customer get {{amount}} dollars back? yes or no
    answer:
      labels: ["yes", "no"]
    """
}
