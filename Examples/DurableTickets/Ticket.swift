/// What a customer wrote. Its properties are the fields of the agents' prompts.
struct Ticket: Encodable, Sendable {
  let id: String
  let text: String
  /// In US dollars.
  let amount: Int

  /// So many tickets, the same ones every time.
  static func examples(_ count: Int) -> [Ticket] {
    let texts = [
      "I was charged twice this month.", "My line is down since Monday.",
      "Why is my bill higher than before?",
      "Somebody changed my password.", "Please send the money back, I never ordered this.",
    ]
    return (0..<count).map { number in
      Ticket(id: "ticket-\(number + 1)", text: texts[number % texts.count], amount: 5 + number * 7 % 90)
    }
  }
}
