import Maker
import MakerTesting
import Testing

@Suite struct LocalDeciderTests {
  private let noise = Noise(errorRate: 0.25, wrongAnswers: 3, malformedRate: 0.15)
  private let rules = VotingRules(k: 3, seed: 11)

  private func decisions(_ decider: some StepDecider, steps: Int = 200) async throws -> [Decision<Int>] {
    var decisions: [Decision<Int>] = []
    for step in 0..<steps { decisions.append(try await decider.decide(.test(step))) }
    return decisions
  }

  private func model(_ noise: Noise, clock: RunClock = .continuous) -> NoisyModel {
    NoisyModel(noise, clock: clock, right: { _ in "1" }, wrong: { _, number in "\(number + 2)" })
  }

  @Test func `a task for each sample and a call for each wave decide the same`() async throws {
    let single = try await decisions(LocalDecider(model: model(noise), rules: rules))
    let waves = try await decisions(LocalDecider(model: model(noise).multisample, rules: rules))
    let wrapped = try await decisions(LocalDecider(model: MultisampleModel(model(noise)), rules: rules))
    for other in [waves, wrapped] {
      #expect(other.map(\.ballot) == single.map(\.ballot))
      #expect(other.map { $0.samples.map(\.request) } == single.map { $0.samples.map(\.request) })
      #expect(other.map { $0.samples.map(\.response) } == single.map { $0.samples.map(\.response) })
      #expect(other.map { $0.samples.map(\.flag) } == single.map { $0.samples.map(\.flag) })
    }
    #expect(single.contains { $0.ballot.candidates.count > 2 }, "the noise is loud enough to matter")
  }

  @Test func `the speed of replies changes no decision`() async throws {
    var slow = noise
    slow.latency = .milliseconds(1) ... .seconds(9)
    let clock = VirtualClock()
    let time = RunClock(clock)
    let decider = LocalDecider(model: model(slow, clock: time), rules: rules, clock: time)
    let late = try await clock.passing { try await decisions(decider, steps: 60) }
    let atOnce = try await decisions(LocalDecider(model: model(noise), rules: rules), steps: 60)
    #expect(late.map(\.ballot) == atOnce.map(\.ballot))
    #expect(late.map { $0.samples.map(\.request) } == atOnce.map { $0.samples.map(\.request) })
  }

  @Test func `samples are told in launch order, and none is left over`() async throws {
    for decision in try await decisions(LocalDecider(model: model(noise), rules: rules)) {
      let places = decision.samples.map { [$0.request.slot, $0.request.attempt] }
      #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
      #expect(decision.samples.count(where: { $0.flag == nil }) == decision.ballot.count)
      #expect(decision.ballot.decision == decision.answer)
    }
  }

  @Test func `another seed draws other samples`() async throws {
    let one = try await decisions(LocalDecider(model: model(noise), rules: rules))
    let other = try await decisions(LocalDecider(model: model(noise), rules: VotingRules(k: 3, seed: 12)))
    #expect(one.map(\.ballot) != other.map(\.ballot))
    #expect(one.map(\.answer) == other.map(\.answer), "but three votes ahead it is right either way")
  }

  @Test func `the first call is greedy and the rest carry their seeds`() async throws {
    let model = ScriptedModel(["7", "7", "7"])
    _ = try await LocalDecider(model: model, rules: VotingRules(k: 3, maximumResponseTokens: 50))
      .decide(.test())
    let options = model.calls.map(\.options)
    #expect(options.map(\.temperature) == [0, 0.1, 0.1])
    #expect(options[0].samplingMode == .greedy)
    #expect(Set(options.map(\.samplingMode)).count == 3)
    #expect(options.allSatisfy { $0.maximumResponseTokens == 50 })
  }

  @Test func `paid samples of an earlier session are voted on first`() async throws {
    let decider = LocalDecider(model: model(noise), rules: rules)
    for step in 0..<40 {
      let whole = try await decider.decide(.test(step))
      for split in 0...whole.samples.count {
        let counting = FaultyModel(model(noise), failing: [:])
        let prior = Array(whole.samples.prefix(split))
        let resumed = try await LocalDecider(model: counting, rules: rules).decide(.test(step, prior: prior))
        #expect(resumed.ballot == whole.ballot)
        #expect(resumed.samples.map(\.request) == whole.samples.map(\.request))
        #expect(counting.callCount == whole.samples.count - split)
      }
    }
  }

  @Test func `a paid sample that can no longer be read is flagged`() async throws {
    let decider = LocalDecider(model: ScriptedModel(["7", "7"]), rules: VotingRules(k: 1))
    let request = SampleRequest(slot: 0, attempt: 0, temperature: 0, seed: 1)
    let prior = Sample(request: request, response: Response("seven"))
    let decision = try await decider.decide(.test(prior: [prior]))
    #expect(decision.samples.map(\.flag?.kind) == [.malformed, nil])
  }
}
