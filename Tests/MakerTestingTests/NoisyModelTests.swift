import Maker
import MakerTesting
import Testing

@Suite struct NoisyModelTests {
  private func model(_ noise: Noise, seed: UInt64 = 1, clock: RunClock = .continuous) -> NoisyModel {
    NoisyModel(
      noise, seed: seed, clock: clock,
      right: { "right \($0.content)" }, wrong: { _, number in "wrong \(number)" })
  }

  private func options(_ seed: Int, temperature: Double = 0.1) -> GenerationOptions {
    GenerationOptions(samplingMode: .random(seed: UInt64(seed)), temperature: temperature)
  }

  private var greedy: GenerationOptions { GenerationOptions(samplingMode: .greedy, temperature: 0) }

  /// How often each reply came in `steps` steps of `samples` samples; right ones go by "right".
  private func count(_ model: NoisyModel, steps: Int, samples: Int) async throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for step in 0..<steps {
      for sample in 0..<samples {
        let options = options(step * 97 + sample)
        let reply = try await model.respond(to: Prompt("\(step)"), options: options).content
        counts[reply == "right \(step)" ? "right" : reply, default: 0] += 1
      }
    }
    return counts
  }

  @Test(arguments: [0, 0.001, 0.1, 0.5, 1])
  func `errs at the chosen rate`(rate: Double) async throws {
    let counts = try await count(model(Noise(errorRate: rate)), steps: 2_000, samples: 5)
    let share = Double(counts["wrong 0", default: 0]) / 10_000
    // Four standard errors of 10,000 draws.
    #expect(abs(share - rate) <= 4 * (rate * (1 - rate) / 10_000).squareRoot())
  }

  @Test func `errors are spread over the wrong replies`() async throws {
    let counts = try await count(model(Noise(errorRate: 1, wrongAnswers: 4)), steps: 2_000, samples: 5)
    #expect(counts.count == 4)
    for number in 0..<4 { #expect(abs(counts["wrong \(number)", default: 0] - 2_500) < 180) }
  }

  @Test func `replies are malformed at the chosen rate, right or wrong`() async throws {
    let noise = Noise(
      errorRate: 0.5, malformedRate: 0.2,
      malformedReply: Response("Let me think", finishReason: .length))
    let counts = try await count(model(noise), steps: 2_000, samples: 5)
    #expect(abs(counts["Let me think", default: 0] - 2_000) < 160)
    #expect(abs(counts["right", default: 0] - 4_000) < 200)
    #expect(abs(counts["wrong 0", default: 0] - 4_000) < 200)
  }

  @Test(arguments: [0, 0.3, 1])
  func `with the chosen chance all samples of a step agree, and errors stay as frequent`(
    correlation: Double
  ) async throws {
    let noise = Noise(errorRate: 0.4, wrongAnswers: 50, correlation: correlation)
    let model = model(noise)
    var (shared, wrong) = (0, 0)
    let (steps, samples) = (2_000, 8)
    for step in 0..<steps {
      var replies: [String] = []
      for sample in 0..<samples {
        let prompt = Prompt("\(step)")
        replies.append(try await model.respond(to: prompt, options: options(step * 31 + sample)).content)
      }
      wrong += replies.count(where: { $0.hasPrefix("wrong") })
      // Eight independent samples all agree by chance in 1.7 % of the steps: all right.
      if Set(replies).count == 1, replies[0].hasPrefix("wrong") { shared += 1 }
    }
    let shares = (shared: Double(shared) / Double(steps), wrong: Double(wrong) / Double(steps * samples))
    #expect(abs(shares.shared - 0.4 * correlation) < 0.045)
    #expect(abs(shares.wrong - 0.4) < 0.045)
  }

  @Test func `no vote corrects a mistake that all samples share`() async throws {
    let model = model(Noise(errorRate: 0.3, correlation: 1))
    let decider = LocalDecider(model: model, rules: VotingRules(k: 5))
    var wrong = 0
    for index in 0..<200 {
      let step = Step(
        index: index, prompt: Prompt("\(index)"), answer: { reply throws(Flagged) in reply })
      let decision = try await decider.decide(step)
      #expect(decision.ballot.candidates.count == 1)
      if decision.answer.hasPrefix("wrong") { wrong += 1 }
    }
    #expect((34...86).contains(wrong))
  }

  @Test func `the same seed gives the same reply, another another`() async throws {
    let noise = Noise(errorRate: 0.5, wrongAnswers: 1_000, malformedRate: 0.1)
    let model = model(noise)
    var replies: [String] = []
    for seed in 0..<200 {
      let first = try await model.respond(to: Prompt("p"), options: options(seed))
      #expect(try await model.respond(to: Prompt("p"), options: options(seed)) == first)
      replies.append(first.content)
    }
    #expect(Set(replies).count > 50)
    let other = self.model(noise, seed: 2)
    var differing = 0
    for seed in 0..<200 {
      let reply = try await other.respond(to: Prompt("p"), options: options(seed)).content
      if reply != replies[seed] { differing += 1 }
    }
    #expect(differing > 50)
  }

  @Test func `at temperature 0 a prompt has one reply`() async throws {
    let model = model(Noise(errorRate: 0.5, wrongAnswers: 1_000))
    var wrong = 0
    for step in 0..<400 {
      let prompt = Prompt("\(step)")
      let reply = try await model.respond(to: prompt, options: greedy)
      #expect(try await model.respond(to: prompt, options: options(step, temperature: 0)) == reply)
      if reply.content.hasPrefix("wrong") { wrong += 1 }
    }
    #expect((160...240).contains(wrong), "and errs like the others")
  }

  @Test func `the multisample variant replies as the plain one`() async throws {
    let model = model(Noise(errorRate: 0.5, wrongAnswers: 9, correlation: 0.2, malformedRate: 0.2))
    let drawn = (0..<40).map { options($0) } + [greedy]
    for step in 0..<20 {
      let prompt = Prompt("\(step)")
      var single: [Response] = []
      for option in drawn { single.append(try await model.respond(to: prompt, options: option)) }
      #expect(try await model.multisample.respond(to: prompt, options: drawn) == single)
      #expect(try await MultisampleModel(model).respond(to: prompt, options: drawn) == single)
      #expect(try await model.multisample.respond(to: prompt, options: greedy) == single.last)
    }
  }

  @Test func `a reply takes its latency, a wave the longest of its samples`() async throws {
    let clock = VirtualClock()
    let noise = Noise(errorRate: 0, latency: .seconds(1) ... .seconds(3))
    let model = model(noise, clock: RunClock(clock))
    var single: [Duration] = []
    for seed in 0..<50 {
      let began = clock.now
      _ = try await clock.passing { try await model.respond(to: Prompt("p"), options: options(seed)) }
      single.append(began.duration(to: clock.now))
    }
    #expect(single.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(3) })
    #expect(Set(single).count == 50)
    let began = clock.now
    let wave = (0..<50).map { options($0) }
    _ = try await clock.passing { try await model.multisample.respond(to: Prompt("p"), options: wave) }
    #expect(began.duration(to: clock.now) == single.max())
  }

  @Test func `a wait that is cancelled is a cancelled reply`() async throws {
    let clock = VirtualClock()
    let model = model(
      Noise(errorRate: 0, latency: .seconds(1) ... .seconds(1)), clock: RunClock(clock))
    let greedy = greedy
    let reply = Task { try await model.respond(to: Prompt("p"), options: greedy) }
    await clock.sleepers(1)
    reply.cancel()
    await #expect(throws: LanguageModelError(.cancelled, "The wait for a reply was cancelled.")) {
      try await reply.value
    }
  }

  @Test func `another noise is another model, another latency is not`() {
    let plain = model(Noise(errorRate: 0.1)).identity
    #expect(model(Noise(errorRate: 0.2)).identity != plain)
    #expect(model(Noise(errorRate: 0.1, correlation: 0.1)).identity != plain)
    #expect(model(Noise(errorRate: 0.1), seed: 9).identity != plain)
    #expect(model(Noise(errorRate: 0.1, latency: .zero ... .seconds(1))).identity == plain)
    #expect(model(Noise(errorRate: 0.1)).multisample.identity == plain)
  }
}
