import Maker
import MakerTesting

/// A chain whose every state depends on every answer before it: one wrong decision changes all that follows.
struct Walk: VerifiableTask {
  var stepCount = 40
  let initialState = 1

  func prompt(for state: Int) -> Prompt { Prompt("\(state)", instructions: Instructions("Walk on.")) }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number: \(reply)") }
    return number
  }

  func apply(_ answer: Int, to state: Int) -> Int { (state * 31 + answer * 7 + 5) % 99_991 }

  func state(before step: Int) -> Int {
    (0..<step).reduce(initialState) { state, _ in apply(Self.right(state), to: state) }
  }

  func rightAnswer(at step: Int) -> Int { Self.right(state(before: step)) }

  static func right(_ state: Int) -> Int { (state * 3 + 1) % 10 }

  /// A model that walks right but for its noise; wrong answers are 10 and up.
  static func model(_ noise: Noise, seed: UInt64 = 0, clock: RunClock = .continuous) -> NoisyModel {
    NoisyModel(
      noise, seed: seed, clock: clock,
      right: { prompt in Int(prompt.content).map { "\(right($0))" } ?? "no state" },
      wrong: { _, number in "\(10 + number)" })
  }
}
