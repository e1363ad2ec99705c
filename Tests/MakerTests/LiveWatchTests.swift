import Maker
import MakerTesting
import Synchronization
import Testing

/// A run whose model gets worse says so, and raises k for the steps to come when it may.
@Suite struct LiveWatchTests {
  private let task = Stairs()

  /// Right at first, then wrong at a third of the votes of the steps from 200 on.
  private static let model = ScriptedModel { call in
    let state = Int(call.prompt.content) ?? 0
    guard state >= 200, case .random(let seed?) = call.options.samplingMode, seed % 3 == 0 else {
      return Response("\(state)")
    }
    return Response("-1")
  }

  private let rules = VotingRules(
    k: 3, temperatures: .uniform(0.5), seed: 3, limits: StepLimits(samplesPerStep: 5_000))

  private func run(
    _ journal: InMemoryJournal, raisesK: Bool, heard: Heard = Heard(), maximumSteps: Int? = nil
  ) -> Run<Stairs, LocalDecider<ScriptedModel>> {
    let watch = LiveWatch(k: 3, p: 0.99, raisesK: raisesK) { heard.drifts.append($0) }
    let budget = maximumSteps.map { Budget(caps: Caps(maximumSteps: $0)) }
    return Run(task, model: Self.model, rules: rules, journal: journal, budget: budget, watch: watch)
  }

  /// What a watch told.
  private final class Heard: Sendable {
    private let list = Mutex<[Drift]>([])
    var drifts: [Drift] {
      get { list.withLock { $0 } }
      set { list.withLock { $0 = newValue } }
    }
  }

  @Test func `k is raised once p has fallen, and every later step is decided by it`() async throws {
    let (journal, heard) = (InMemoryJournal(), Heard())
    try await run(journal, raisesK: true, heard: heard).finish()
    let first = try #require(heard.drifts.first)
    #expect(first.step > 200 && first.step < 230)
    #expect((first.k, first.plannedP) == (3, 0.99))
    #expect(first.nextK > 3)
    #expect(first.nextK == first.neededK)
    #expect((first.votes?.value ?? 1) < 0.85)
    #expect(first.p == first.votes?.lower)
    #expect(journal.leads.first == LeadChange(step: first.step, k: first.nextK, p: first.p))
    #expect(journal.leads.map(\.k) == journal.leads.map(\.k).sorted())
    for decision in journal.decisions {
      let k = journal.leads.last { $0.step <= decision.step }?.k ?? 3
      #expect(lead(of: decision) == k, "step \(decision.step)")
    }
  }

  @Test func `k stays when it may not be raised, and the run says so all the same`() async throws {
    let (journal, heard) = (InMemoryJournal(), Heard())
    try await run(journal, raisesK: false, heard: heard).finish()
    #expect(heard.drifts.count >= 1)
    #expect(heard.drifts.allSatisfy { $0.nextK == 3 && ($0.neededK ?? 0) > 3 })
    #expect(journal.decisions.allSatisfy { lead(of: $0) == 3 })
  }

  @Test(arguments: [150, 260, 420])
  func `a run that is stopped and resumed goes on with the raised k`(stop: Int) async throws {
    let journal = InMemoryJournal()
    let error = await run(journal, raisesK: true, maximumSteps: stop).error()
    #expect(error?.reachedCap == .steps(cap: stop))
    let raised = journal.leads.last?.k ?? 3
    #expect((raised > 3) == (stop > 230))
    // Even a session that watches for nothing decides by the lead on record.
    try await Run(task, model: Self.model, rules: rules, journal: journal).finish()
    for decision in journal.decisions where decision.step >= stop {
      #expect(lead(of: decision) == raised)
    }
  }

  @Test(arguments: [1, 150, 199, 205, 210, 215, 230, 300, 599])
  func `a run that crashed anywhere raises k where an undisturbed one does`(crash: Int) async throws {
    let (undisturbed, heard) = (InMemoryJournal(), Heard())
    try await run(undisturbed, raisesK: true, heard: heard).finish()
    let crashed = undisturbed.crashed(after: crash)
    try await run(crashed, raisesK: true).finish()
    #expect(crashed.votes == undisturbed.votes)
    #expect(crashed.decisions.map(\.evidence) == undisturbed.decisions.map(\.evidence))
    #expect(crashed.leads == undisturbed.leads)
    #expect(crashed.leads.count == heard.drifts.count)
  }

  @Test func `a run that may raise k only after it was stopped does so before the next step`() async throws {
    let journal = InMemoryJournal()
    _ = await run(journal, raisesK: false, maximumSteps: 300).error()
    let seen = try #require(journal.leads.last)
    #expect(seen.k == 3)
    try await run(journal, raisesK: true).finish()
    let raised = try #require(journal.leads.first { $0.k > 3 })
    #expect(raised.step == 300)
    #expect(raised.p == seen.p)
    for decision in journal.decisions where decision.step >= 300 {
      #expect(lead(of: decision) == journal.leads.last { $0.step <= decision.step }?.k)
    }
  }

  @Test func `a person's decision in between changes nothing of what was seen`() async throws {
    let (journal, other) = (InMemoryJournal(), InMemoryJournal())
    for journal in [journal, other] { _ = await run(journal, raisesK: true, maximumSteps: 205).error() }
    let evidence = try #require(journal.resumePoint?.evidence)
    #expect(evidence.broken.votes > 0)
    _ = try await run(journal, raisesK: true).rule(
      205, Ruling(by: "someone", reason: "looked it up", time: 0))
    #expect(journal.resumePoint?.evidence == evidence)
  }

  @Test func `one hard step does not raise the lead of all others`() async throws {
    // Ten wrong votes in a row at step 50, and never one elsewhere.
    let model = ScriptedModel { call in
      Response(call.prompt.content == "50" && call.indexOfPrompt < 10 ? "-1" : call.prompt.content)
    }
    let (journal, heard) = (InMemoryJournal(), Heard())
    let watch = LiveWatch(k: 20, p: 0.9999, raisesK: true) { heard.drifts.append($0) }
    try await Run(
      task, model: model, rules: VotingRules(k: 20, temperatures: .uniform(0.5), seed: 3), journal: journal,
      watch: watch
    ).finish()
    #expect(heard.drifts.isEmpty)
  }

  @Test func `k is raised no higher than the samples of a step`() async throws {
    let (journal, heard) = (InMemoryJournal(), Heard())
    let watch = LiveWatch(k: 3, p: 0.99, raisesK: true, samplesPerStep: 5) { heard.drifts.append($0) }
    try await Run(task, model: Self.model, rules: rules, journal: journal, watch: watch).finish()
    #expect(heard.drifts.contains { ($0.neededK ?? 0) > 5 && $0.nextK == 5 })
    #expect(journal.leads.allSatisfy { $0.k <= 5 })
  }

  @Test(arguments: [(4, 0.7), (4, 0.6), (6, 0.6), (4, 0.9), (3, 0.98)])
  func `the k that an alarm asks for reaches the target at the p there is`(row: (k: Int, p: Double))
    async throws
  {
    var enough = 0
    for seed in 0..<10 {
      let steps = 400
      let model = Walk.model(Noise(errorRate: 1 - row.p, wrongAnswers: 1), seed: UInt64(seed)).multisample
      let journal = InMemoryJournal()
      let p = ScalingLaws.leastP(k: row.k, steps: 1e6, target: 0.95)
      _ = await Run(
        Walk(stepCount: steps), model: model,
        rules: VotingRules(
          k: row.k, temperatures: .uniform(1), seed: UInt64(seed), limits: StepLimits(samplesPerStep: 10_000)),
        journal: journal, watch: LiveWatch(k: row.k, p: p, raisesK: true)
      ).error()
      let needed = try #require(ScalingLaws.kMin(p: row.p, steps: Double(steps), target: 0.95))
      if (journal.leads.last?.k ?? row.k) >= needed { enough += 1 }
    }
    #expect(enough >= 9, "\(enough) of 10")
  }

  @Test func `a good model is never accused`() async throws {
    let heard = Heard()
    let watch = LiveWatch(k: 4, p: 0.9) { heard.drifts.append($0) }
    try await Run(
      Walk(stepCount: 2_000), model: Walk.model(Noise(errorRate: 0.1, wrongAnswers: 2)),
      rules: VotingRules(k: 4, temperatures: .uniform(1), seed: 8), watch: watch
    ).finish()
    #expect(heard.drifts.isEmpty)
  }

  @Test func `the least p of a k is where k is the least lead again`() {
    for k in [2, 3, 4, 9, 40] {
      for steps in [10.0, 1e6, 1e12] {
        let p = ScalingLaws.leastP(k: k, steps: steps, target: 0.95)
        guard p > 0.5 else { continue }
        #expect(ScalingLaws.kMin(p: p + (1 - p) * 0.001, steps: steps, target: 0.95) == k)
        #expect(ScalingLaws.kMin(p: p - (1 - p) * 0.001, steps: steps, target: 0.95) == k + 1)
      }
    }
  }

  /// The votes by which the answer was ahead at the end.
  private func lead(of decision: DecisionRecord) -> Int {
    guard !decision.order.isEmpty else { return decision.votes }
    let votes = decision.candidates.indices.map { index in decision.order.count { $0 == index } }
      .sorted(by: >)
    return votes[0] - (votes.count > 1 ? votes[1] : 0)
  }
}

/// A chain that answers with its own step.
private struct Stairs: ChainTask {
  let stepCount = 600
  let initialState = 0
  func prompt(for state: Int) -> Prompt { Prompt("\(state)") }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
    return number
  }
  func apply(_ answer: Int, to state: Int) -> Int { state + 1 }
}

extension InMemoryJournal {
  /// The changes of the lead that were appended, in order.
  fileprivate var leads: [LeadChange] {
    entries.compactMap {
      switch $0 {
      case .lead(let change): change
      case .decided(let decision): decision.lead
      default: nil
      }
    }
  }
}
