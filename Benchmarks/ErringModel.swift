import Maker

/// A chain whose every right answer is the same; a wrong one changes nothing for the steps that follow.
struct GuessedChain: ChainTask {
  let stepCount: Int
  let initialState = 0

  func prompt(for state: Int) -> Prompt { Prompt(String(state)) }

  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number") }
    return number
  }

  func apply(_ answer: Int, to state: Int) -> Int { state + 1 }
}

/// A model of known p and v that errs independently. Simulated: a reply is drawn from the prompt and the sample's seed.
struct ErringModel: MultisampleLanguageModel {
  /// The right answer to everything; wrong ones are larger.
  static let right = 0

  let p: Double
  let v: Double
  let wrongAnswers: Int
  let usage: Usage

  func respond(
    to prompt: Prompt, options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    options.map { option in
      var draws = SplitMix(state: UInt64(Int(prompt.content) ?? 0))
      if case .random(let seed?) = option.samplingMode { draws = SplitMix(state: draws.next() ^ seed) }
      guard draws.unit() < v else { return Response("?", usage: usage) }
      guard draws.unit() >= p else { return Response(String(Self.right), usage: usage) }
      return Response(String(Self.right + Int.random(in: 1...wrongAnswers, using: &draws)), usage: usage)
    }
  }
}

/// SplitMix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// An even draw from 0 up to but not including 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
