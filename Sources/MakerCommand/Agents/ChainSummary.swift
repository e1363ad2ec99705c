import Maker
import MakerPrograms

/// What `check` prints of a chain: what its program offers, tried out, and its first prompt.
struct ChainSummary: Encodable {
  let chain: ChainFile
  let chosen: ChosenModel
  let offer: ProgramOffer
  /// The first prompt.
  let prompt: Prompt
  let paraphrases: Int
  /// The right answer of the first step; nil when the program knows none.
  let right: ProgramAnswer?
  /// A random step; nil when the program has none.
  let randomStep: String?
  /// The samples that were taken; nil where none were.
  var trial: TrialReport?

  /// Asks a program for everything it says it has.
  ///
  /// - Throws: `ProgramFailure` where it does not keep its word.
  init(_ chain: ChainFile, _ task: ProgramTask, _ chosen: ChosenModel) throws(ProgramFailure) {
    (self.chain, self.chosen, offer) = (chain, chosen, task.program.offer)
    prompt = task.prompt(for: task.initialState)
    paraphrases = task.paraphrases(for: task.initialState).count
    right = try task.rightAnswer(at: task.initialState)
    if let right { try task.next(after: right, at: task.initialState) }
    randomStep =
      offer.hasRandomSteps ? try task.calibrationCases(1, seed: chosen.rules.seed).first?.name : nil
  }

  private enum CodingKeys: String, CodingKey {
    case program, version, steps, truth, random, identity, state, instructions, prompt, paraphrases, model, k,
      price, trial, temperature
    case isOpenEnded = "open_ended"
    case rightAnswer = "right_answer"
    case firstTemperature = "first_temperature"
    case maximumReplyTokens = "max_reply_tokens"
  }

  private enum PriceKeys: String, CodingKey { case input, output }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(chain.program, forKey: .program)
    try keys.encode(offer.version, forKey: .version)
    try keys.encode(offer.stepCount, forKey: .steps)
    try keys.encode(offer.isOpenEnded, forKey: .isOpenEnded)
    try keys.encode(offer.knowsTruth, forKey: .truth)
    try keys.encode(offer.hasRandomSteps, forKey: .random)
    try keys.encode(offer.identity, forKey: .identity)
    try keys.encode(JSONText(offer.initialState.valueJSON), forKey: .state)
    try keys.encodeIfPresent(right.map { JSONText($0.json) }, forKey: .rightAnswer)
    try keys.encodeIfPresent(prompt.instructions?.content, forKey: .instructions)
    try keys.encode(prompt.content, forKey: .prompt)
    try keys.encode(paraphrases, forKey: .paraphrases)
    try keys.encode(chosen.name, forKey: .model)
    try keys.encode(k, forKey: .k)
    try keys.encode(chosen.rules.temperatures.first, forKey: .firstTemperature)
    try keys.encode(chosen.rules.temperatures.rest, forKey: .temperature)
    try keys.encode(chosen.rules.maximumResponseTokens, forKey: .maximumReplyTokens)
    if let prices = chosen.prices {
      var price = keys.nestedContainer(keyedBy: PriceKeys.self, forKey: .price)
      try price.encode(prices.inputUSDPerMillionTokens, forKey: .input)
      try price.encode(prices.outputUSDPerMillionTokens, forKey: .output)
    } else {
      try keys.encodeNil(forKey: .price)
    }
    try keys.encodeIfPresent(trial, forKey: .trial)
  }

  private var k: Int? { chain.k ?? chosen.settings.k }

  /// The chain, its first prompt and its samples, for a person.
  var text: String {
    var lines = LabelledLines()
    lines.add("chain", "\(offer.name) \(offer.version) (\(chain.path))")
    lines.add(
      "program",
      "\(chain.command()), \(Figures.plain(chain.timePerRequest / .seconds(1))) s for each answer")
    lines.add("steps", "\(offer.isOpenEnded ? "at most " : "")\(Figures.count(offer.stepCount))")
    lines.add(
      "truth",
      right.map { "known; the right answer of step 0 is \(PlainText.short($0.json))" }
        ?? "not known: a run is verified without it")
    lines.add(
      "random",
      randomStep.map { "known, such as \($0): `maker calibrate` can draw steps" }
        ?? "not known: nothing to calibrate with")
    let facts = offer.identity.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    if !facts.isEmpty { lines.add("identity", facts.joined(separator: ", ")) }
    chosen.describe(in: &lines)
    lines.add("k", k.map { "\($0)" })
    lines.add("price", chosen.priceWords)
    lines.add("state", PlainText.short(offer.initialState.valueJSON, 1000))
    lines.addQuoted("instructions", prompt.instructions?.content)
    lines.addQuoted("prompt of step 0", prompt.content)
    if paraphrases > 0 {
      lines.add("", "in \(paraphrases) other \(paraphrases == 1 ? "wording" : "wordings") too")
    }
    return lines.text
      + (trial.map { "\n\n" + $0.text(of: "step 0 by \(chosen.name ?? "")") } ?? "")
  }
}
