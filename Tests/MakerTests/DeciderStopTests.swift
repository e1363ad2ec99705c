import Maker
import MakerTesting
import Testing

/// What ends a step without a decision, and what is kept of it.
@Suite struct DeciderStopTests {
  private let clock = VirtualClock()
  private var runClock: RunClock { RunClock(clock) }

  /// Answers the first `quick` calls at once and lets every other wait for a thousand seconds.
  private func stalling(after quick: Int) -> some LanguageModel {
    let script = ScriptedModel { call in Response(call.index < quick ? "1" : "late") }
    let clock = runClock
    return ClosureModel { prompt, options throws(LanguageModelError) in
      let response = try await script.respond(to: prompt, options: options)
      guard response.content == "late" else { return response }
      do { try await clock.sleep(.seconds(1_000)) } catch {
        throw LanguageModelError(.cancelled, "The wait was cancelled.")
      }
      return Response("1")
    }
  }

  @Test func `a step that takes too long stops with what was paid for`() async throws {
    let limits = StepLimits(timePerStep: .seconds(5))
    let decider = LocalDecider(
      model: stalling(after: 1), rules: VotingRules(k: 3, limits: limits), clock: runClock)
    async let outcome = decider.failure(of: .test(4))
    await clock.sleepers(3)
    clock.advance(by: .milliseconds(4_999))
    #expect(clock.sleeperCount == 3)
    clock.advance(by: .milliseconds(1))
    let failure = try #require(await outcome)
    #expect(failure.reason == .limit(.timePerStep(.seconds(5))))
    #expect(failure.step == 4)
    #expect(failure.prompt == Prompt("step 4"))
    #expect(failure.samples.map(\.request.slot) == [0])
    #expect(failure.candidates.map(\.answer) == ["1"])
    #expect(failure.candidates.map(\.votes) == [1])
    #expect(clock.sleeperCount == 0, "nothing is left running")
  }

  @Test func `a time limit that is not reached leaves nothing asleep`() async throws {
    let rules = VotingRules(k: 2, limits: StepLimits(timePerStep: .seconds(5)))
    let decision = try await LocalDecider(model: stalling(after: 2), rules: rules, clock: runClock)
      .decide(.test())
    #expect(decision.answer == 1)
    #expect(clock.sleeperCount == 0)
  }

  @Test func `a wave that takes too long is the last, and its samples are kept`() async throws {
    let noise = Noise(errorRate: 0.5, wrongAnswers: 1_000, latency: .seconds(6) ... .seconds(6))
    let model = NoisyModel(
      noise, seed: 1, clock: runClock, right: { _ in "1" }, wrong: { _, number in "\(number + 2)" })
    let rules = VotingRules(k: 9, limits: StepLimits(timePerStep: .seconds(5)))
    let decider = LocalDecider(model: model.multisample, rules: rules, clock: runClock)
    let failure = try #require(await clock.passing { await decider.failure(of: .test()) })
    #expect(failure.reason == .limit(.timePerStep(.seconds(5))))
    #expect(failure.samples.count == 9)
    #expect(failure.samples.allSatisfy { $0.latency == .seconds(6) })
  }

  @Test func `cancelling ends every sample that is out and keeps those that were paid`() async throws {
    let decider = LocalDecider(model: stalling(after: 2), rules: VotingRules(k: 5), clock: runClock)
    let task = Task { await decider.failure(of: .test()) }
    await clock.sleepers(3)
    task.cancel()
    let failure = try #require(await task.value)
    #expect(failure.reason == .cancelled)
    #expect(failure.samples.map(\.request.slot) == [0, 1])
    #expect(clock.sleeperCount == 0)
  }

  @Test func `cancelling a wave ends it`() async throws {
    let noise = Noise(errorRate: 0, latency: .seconds(6) ... .seconds(6))
    let model = NoisyModel(noise, clock: runClock, right: { _ in "1" }, wrong: { _, _ in "2" })
    let decider = LocalDecider(model: model.multisample, rules: VotingRules(k: 5), clock: runClock)
    let task = Task { await decider.failure(of: .test()) }
    await clock.sleepers(1)
    task.cancel()
    let failure = try #require(await task.value)
    #expect(failure.reason == .cancelled)
    #expect(clock.sleeperCount == 0)
  }

  @Test func `a step that was cancelled before it began asks nothing`() async throws {
    let model = ScriptedModel(["1"])
    let single = LocalDecider(model: model, rules: VotingRules(k: 1))
    let waves = LocalDecider(model: MultisampleModel(model), rules: VotingRules(k: 1))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return [await single.failure(of: .test()), await waves.failure(of: .test())]
    }
    #expect(await task.value.map(\.?.reason) == [.cancelled, .cancelled])
    #expect(model.calls.isEmpty)
  }

  @Test func `what cancelled samples bring all the same is kept, a refusal too`() async throws {
    // The second call declines and the third answers, both only when they are cancelled.
    let script = ScriptedModel { call in Response("\(call.index)") }
    let clock = runClock
    let model = ClosureModel { prompt, options throws(LanguageModelError) in
      let call = try await script.respond(to: prompt, options: options)
      if call.content == "0" { return Response("1") }
      try? await clock.sleep(.seconds(1_000))
      if call.content == "1" { throw LanguageModelError(.refusal, "No.") }
      return Response("1")
    }
    let decider = LocalDecider(model: model, rules: VotingRules(k: 3), clock: runClock)
    let task = Task { await decider.failure(of: .test()) }
    await self.clock.sleepers(2)
    task.cancel()
    let failure = try #require(await task.value)
    #expect(failure.reason == .cancelled)
    #expect(failure.samples.map(\.request.slot) == [0, 1, 2])
    #expect(failure.samples.map(\.flag?.kind) == [nil, .refused, nil])
  }

  @Test func `a model error stops the step and cancels the rest`() async throws {
    let error = LanguageModelError(.unavailable, "The server is gone.")
    let model = FaultyModel(stalling(after: 1), failing: [1: error])
    let decider = LocalDecider(model: model, rules: VotingRules(k: 3), clock: runClock)
    let failure = try #require(await decider.failure(of: .test()))
    #expect(failure.reason == .model(error))
    #expect(failure.samples.map(\.request.slot) == [0])
    #expect(clock.sleeperCount == 0)
  }

  @Test func `a model error in a wave stops the step with the waves before it`() async throws {
    let error = LanguageModelError(.rateLimited, "Slow down.")
    let model = FaultyModel(ScriptedModel(["1", "2", "1", "1"]), failing: [3: error])
    let decider = LocalDecider(model: MultisampleModel(model), rules: VotingRules(k: 2))
    let failure = try #require(await decider.failure(of: .test()))
    #expect(failure.reason == .model(error))
    #expect(failure.samples.map(\.response.content) == ["1", "2"])
  }

  @Test(arguments: [LanguageModelError.Code.refusal, .guardrailViolation])
  func `a refusal is a red flag and its slot is sampled again`(code: LanguageModelError.Code) async throws {
    let refusal = LanguageModelError(code, "I would rather not.")
    let model = FaultyModel(ScriptedModel { _ in Response("1") }, failing: [1: refusal])
    let decision = try await LocalDecider(model: model, rules: VotingRules(k: 2)).decide(.test())
    #expect(decision.samples.map(\.request.slot) == [0, 1, 1])
    #expect(decision.samples.map(\.flag?.kind) == [nil, .refused, nil])
    #expect(decision.samples[1].response.content == "I would rather not.")
  }

  @Test func `a refused wave flags every sample of it`() async throws {
    let model = FaultyModel(
      ScriptedModel { _ in Response("1") }, failing: [0: LanguageModelError(.refusal, "No.")])
    let decider = LocalDecider(model: MultisampleModel(model), rules: VotingRules(k: 2))
    let decision = try await decider.decide(.test())
    #expect(decision.samples.map(\.flag?.kind) == [.refused, nil, .refused, nil])
    #expect(decision.samples.map(\.request.temperature) == [0, 0.1, 0.1, 0.1])
  }

  @Test func `a wave of another size than was asked for is refused`() async throws {
    let model = ClosureMultisampleModel { _, _ in [Response("1")] }
    let decider = LocalDecider(model: model, rules: VotingRules(k: 3))
    let failure = try #require(await decider.failure(of: .test()))
    #expect(
      failure.reason
        == .model(LanguageModelError(.invalidResponse, "The model gave 1 replies where 3 were asked for.")))
    #expect(failure.samples.isEmpty)
  }

  @Test func `a limit shows the ballot and the flagged replies`() async throws {
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 6, attemptsPerSlot: 5))
    let replies = ["1", "2", "?", "1", "2"]
    let single = LocalDecider(model: ScriptedModel(replies), rules: rules)
    let waves = LocalDecider(model: MultisampleModel(ScriptedModel(replies)), rules: rules)
    for outcome in [await single.failure(of: .test()), await waves.failure(of: .test())] {
      let failure = try #require(outcome)
      #expect(failure.reason == .limit(.samplesPerStep(6)))
      let votes = failure.candidates.map(\.votes).reduce(0, +)
      #expect(votes == failure.samples.count(where: { $0.flag == nil }))
      #expect(failure.samples.compactMap(\.flag).map(\.kind) == [.malformed])
    }
  }

  @Test func `the time of a sample is measured on the clock of the run`() async throws {
    let waits: [Duration] = [.milliseconds(100), .milliseconds(100), .milliseconds(50), .milliseconds(50)]
    let script = ScriptedModel { call in Response("\(call.index)") }
    let clock = runClock
    let model = ClosureModel { prompt, options throws(LanguageModelError) in
      let call = Int(try await script.respond(to: prompt, options: options).content) ?? 0
      try? await clock.sleep(waits[call])
      return Response(call == 0 ? "2" : "1")
    }
    let decider = LocalDecider(model: model, rules: VotingRules(k: 2), clock: runClock)
    async let decision = decider.decide(.test())
    await self.clock.sleepers(2)
    self.clock.advance(by: .milliseconds(100))
    await self.clock.sleepers(2)
    self.clock.advance(by: .milliseconds(50))
    #expect(try await decision.samples.map(\.latency) == waits)
    #expect(try await decision.samples.map(\.latencyMs) == [100, 100, 50, 50])
  }
}
