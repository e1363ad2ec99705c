import Maker

/// Durable code: what is asked next depends on what was decided, in ordinary Swift.
enum Desk {
  /// What becomes of a ticket.
  ///
  /// - Parameters:
  ///   - ticket: Its text.
  ///   - run: Where decisions are made, and kept.
  /// - Returns: What to do, in one line.
  /// - Throws: `DurableError` when a decision does not come about.
  static func handle(_ ticket: String, _ run: DurableScope) async throws(DurableError) -> String {
    let team = try await run.decide("team", choice("Which team?", ["billing", "technical"], ticket))
    guard team == "billing" else { return "open a fault report" }
    // Only asked where it matters.
    let isCharge = try await run.decide(
      "charge", choice("Is it about a double charge?", ["yes", "no"], ticket))
    return isCharge == "yes" ? "refund one charge" : "send the price list"
  }

  private static func choice(
    _ question: String, _ answers: [String], _ ticket: String
  ) -> PlainQuestion<String> {
    PlainQuestion(
      "\(question) Reply with \(answers.joined(separator: " or ")).\n\n\(ticket)", reader: "choice"
    ) {
      reply throws(Flagged) in
      guard answers.contains(reply) else { throw Flagged(.malformed, "none of \(answers): \(reply)") }
      return reply
    }
  }
}
