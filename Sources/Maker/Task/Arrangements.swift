/// The ways in which one question is put: each sample is asked in the way that its seed draws.
///
/// A model may prefer the first of the choices it is shown, or the last. When every vote sees them in an order of its own that
/// preference is noise, and first-to-ahead-by-k corrects noise; in one order for all it would be an error that all votes share.
public struct Arrangements<Answer: Hashable & Sendable>: Sendable {
  /// How many there are, 2 or more.
  public let count: Int
  /// What is asked in one of them, from 0.
  public let prompt: @Sendable (_ arrangement: Int) -> Prompt
  /// Reads the answer out of a reply to one of them.
  public let answer: @Sendable (_ reply: String, _ arrangement: Int) throws(Flagged) -> Answer

  /// Makes arrangements.
  ///
  /// - Parameters:
  ///   - count: How many there are, 2 or more.
  ///   - prompt: What is asked in one of them, from 0.
  ///   - answer: Reads the answer out of a reply to one of them, or throws why it may not vote.
  public init(
    count: Int, prompt: @escaping @Sendable (_ arrangement: Int) -> Prompt,
    answer: @escaping @Sendable (_ reply: String, _ arrangement: Int) throws(Flagged) -> Answer
  ) {
    precondition(count >= 2, "a question that is put in one way needs no arrangements")
    (self.count, self.prompt, self.answer) = (count, prompt, answer)
  }

  /// The arrangements of a question.
  init<Asked: Question>(of question: Asked) where Asked.Answer == Answer {
    self.init(
      count: question.arrangements, prompt: { question.prompt(arrangement: $0) },
      answer: { reply, arrangement throws(Flagged) in
        try question.answer(in: reply, arrangement: arrangement)
      })
  }
}

/// An order of some things, one of all their orders by number.
public struct Arrangement: Sendable, Hashable {
  /// The most things that can be arranged: their orders can be counted, and a model can still look at all of them.
  public static let limit = 12
  /// Which thing stands at each place, both from 0.
  public let order: [Int]

  /// The number of orders of so many things: their factorial.
  ///
  /// - Parameter things: From 0 to ``limit``.
  /// - Returns: The number.
  public static func count(of things: Int) -> Int {
    precondition(0...limit ~= things, "at most \(limit) things are arranged")
    return (1...max(1, things)).reduce(1, *)
  }

  /// An order by its number among all orders, sorted as words are: 0 leaves everything where it is.
  ///
  /// The digits of the number in the factorial system tell which of the things that are left comes next.
  ///
  /// - Parameters:
  ///   - number: From 0 up to but not including ``count(of:)``.
  ///   - things: How many there are, from 0 to ``limit``.
  public init(number: Int, of things: Int) {
    precondition(0..<Self.count(of: things) ~= number, "there are only so many orders")
    var left = Array(0..<things)
    var rest = number
    order = (0..<things).map { place in
      let orders = Self.count(of: things - 1 - place)
      defer { rest %= orders }
      return left.remove(at: rest / orders)
    }
  }
}
