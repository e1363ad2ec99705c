import Testing

import MicroModel

@Suite("Sampling")
struct SamplingTests {
  private let model: MicroModel
  private let prompt = "[ab d\nabc]"

  init() throws {
    model = try MicroModel(gguf: TinyModel().bytes())
  }

  private func requests(_ seeds: Range<UInt64>, temperature: Double = 1) -> [CompletionRequest] {
    seeds.map { CompletionRequest(temperature: temperature, seed: $0) }
  }

  @Test("Splitmix64 gives its published numbers")
  func generator() {
    var generator = SplitMix64(seed: 1_234_567)
    // 6457827717110365317 and 3203168211198807973 are the generator's first numbers for this seed.
    #expect(generator.nextUniform() == Double(6_457_827_717_110_365_317 as UInt64 >> 11) * 0x1p-53)
    #expect(generator.nextUniform() == Double(3_203_168_211_198_807_973 as UInt64 >> 11) * 0x1p-53)
  }

  @Test("The same request draws the same completion in any company and after any other prompt")
  func independence() throws {
    let together = try model.samples(of: prompt, requests(0..<8), maximumTokens: 12)
    #expect(Set(together.map(\.text)).count > 1)
    for (index, request) in requests(0..<8).enumerated() {
      if index % 3 == 0 { _ = try model.samples(of: "[ab d\n", requests(50..<52), maximumTokens: 9) }
      #expect(try model.samples(of: prompt, [request], maximumTokens: 12) == [together[index]])
    }
    let mixed = try model.samples(
      of: prompt, requests(3..<5, temperature: 0) + requests(5..<8) + requests(0..<1), maximumTokens: 12)
    #expect(Array(mixed[2...]) == Array(together[5...]) + [together[0]])
    #expect(mixed[0] == mixed[1])
  }

  @Test("Concurrent callers draw what a lone caller draws")
  func concurrency() async throws {
    let alone = try model.samples(of: prompt, requests(0..<3), maximumTokens: 6)
    try await withThrowingTaskGroup(of: [Completion].self) { group in
      for _ in 0..<6 {
        group.addTask { try model.samples(of: prompt, requests(0..<3), maximumTokens: 6) }
      }
      for try await completions in group { #expect(completions == alone) }
    }
  }

  @Test("A shorter limit cuts the same completion")
  func limit() throws {
    let long = try model.samples(of: prompt, requests(0..<6), maximumTokens: 10)
    let short = try model.samples(of: prompt, requests(0..<6), maximumTokens: 4)
    for (long, short) in zip(long, short) {
      #expect(long.text.hasPrefix(short.text))
      #expect(short.tokenCount == min(4, long.tokenCount))
      #expect(short.finish == (long.tokenCount <= 4 ? long.finish : .length))
      #expect(short.promptTokenCount == 6)
    }
  }

  @Test("A completion ends with the context at the latest")
  func contextEnd() throws {
    let completions = try model.samples(of: prompt, requests(0..<8), maximumTokens: 1000)
    for completion in completions where completion.finish == .length {
      #expect(completion.tokenCount == model.contextLength - 6 + 1)
    }
    #expect(completions.contains { $0.finish == .length })
  }

  @Test("Temperature 0 takes the likeliest token, and says so")
  func greedy() throws {
    let greedy = try model.samples(of: prompt, requests(7..<8, temperature: 0), maximumTokens: 1)[0]
    let ended = greedy.finish == .stop
    let (tokens, distribution) = firstToken(temperature: 1)
    let likeliest = (0..<17).max { distribution($0) < distribution($1) }
    #expect(ended ? likeliest == 1 : greedy.text == model.tokenizer.text(of: [likeliest ?? 0]))
    #expect(tokens.likeliest == likeliest)
  }

  /// The distribution after the prompt, and the chance of each token.
  private func firstToken(temperature: Float) -> (TokenDistribution, (Int) -> Double) {
    let workspace = Workspace(shape: model.weights.shape)
    let tokens = (try? model.tokenizer.tokens(of: prompt)) ?? []
    ForwardPass(weights: model.weights, workspace: workspace, cache: workspace.cache)
      .run(tokens[...], logitsFrom: tokens.count - 1)
    let distribution = workspace.distribution(row: tokens.count - 1, temperature: temperature)
    let chances = (0..<17).map { distribution.chance(of: $0) }
    return withExtendedLifetime(workspace) { (distribution, { chances[$0] }) }
  }

  @Test("Tokens are drawn as often as their chances say", arguments: [0.7, 1, 2.5])
  func frequencies(temperature: Double) {
    let workspace = Workspace(shape: model.weights.shape)
    let logits = (0..<17).map { Float($0 % 5) - Float($0) / 8 }
    for (token, logit) in logits.enumerated() { workspace.logits[token] = logit }
    let distribution = workspace.distribution(row: 0, temperature: Float(temperature))
    var generator = SplitMix64(seed: 42)
    let draws = 20_000
    var counts = [Int](repeating: 0, count: 17)
    for _ in 0..<draws { counts[distribution.token(at: generator.nextUniform())] += 1 }
    var statistic = 0.0
    var sum = 0.0
    for token in 0..<17 {
      let chance = distribution.chance(of: token)
      sum += chance
      let expected = chance * Double(draws)
      statistic += (Double(counts[token]) - expected) * (Double(counts[token]) - expected) / expected
    }
    #expect(abs(sum - 1) < 1e-6)
    // 16 degrees of freedom: 39.3 is passed by one in a thousand.
    #expect(statistic < 39.3)
    withExtendedLifetime(workspace) {}
  }

  @Test("A chance is the product of the chances of the tokens, and how often the completion is drawn")
  func chance() throws {
    let seeds = requests(0..<400, temperature: 0.5)
    let drawn = try model.samples(of: prompt, seeds, maximumTokens: 3)
    let ended = drawn.filter { $0.finish == .stop }
    let text = ended.first?.text ?? ""
    let (chance, _) = try model.chance(of: text, after: prompt, temperature: 0.5)
    let count = Double(ended.filter { $0.text == text }.count)
    let deviation = (400 * chance * (1 - chance)).squareRoot()
    #expect(abs(count - 400 * chance) < 4 * deviation + 1)
  }

  @Test("Requests that cannot be answered are refused with a reason")
  func refusals() {
    for (text, temperature, tokens) in [
      ("", 1.0, 5), ("[a]", -1, 5), ("[a]", .nan, 5), ("[a]", .infinity, 5), ("[a]", 1, 0),
      (String(repeating: "a", count: 32), 1, 5), ("[a] X", 1, 5),
    ] {
      #expect(throws: MicroModelError.self) {
        try model.samples(
          of: text, [CompletionRequest(temperature: temperature, seed: 1)], maximumTokens: tokens)
      }
    }
    #expect(throws: MicroModelError.self) {
      try model.chance(of: String(repeating: "b", count: 30), after: prompt, temperature: 1)
    }
    #expect(throws: MicroModelError.self) { try MicroModel.embedded("embedded/chess") }
  }
}
