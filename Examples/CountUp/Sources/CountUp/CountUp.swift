import Maker

/// Counting up by one: the smallest chain there is.
struct CountUp: VerifiableTask {
  let stepCount: Int
  let initialState = 0

  func prompt(for state: Int) -> Prompt {
    Prompt("\(state)", instructions: Instructions("Reply with the next number and nothing else."))
  }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
    return number
  }

  func apply(_ answer: Int, to state: Int) -> Int { answer }

  // The truth, for checking a run afterwards. Voting never sees it.
  func state(before step: Int) -> Int { step }
  func rightAnswer(at step: Int) -> Int { step + 1 }
}
