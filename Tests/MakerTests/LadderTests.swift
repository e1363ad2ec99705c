import Maker
import MakerTesting
import Testing

/// A step that will not decide is asked differently, never decided differently.
@Suite struct LadderTests {
  private let ladder = Ladder.standard(temperature: 0.7, paraphrases: 2, models: 2, samplesPerRung: 6)

  @Test func `the standard ladder raises the temperature, changes the wording, then the model`() {
    #expect(
      ladder.rungs == [
        Ladder.Rung(temperature: 0.7), Ladder.Rung(temperature: 0.7, wording: 1),
        Ladder.Rung(temperature: 0.7, wording: 2), Ladder.Rung(temperature: 0.7, model: 1),
      ])
    #expect(Ladder.standard(temperature: 1, paraphrases: 0, models: 1).rungs.count == 1)
    #expect(Ladder().description == "none")
  }

  @Test func `every rung takes its samples, and the ballot goes on over all of them`() throws {
    let rules = VotingRules(k: 2, ladder: ladder, limits: StepLimits(samplesPerStep: 60))
    var round = VotingRound<Int>(step: 0, rules: rules)
    var requests: [SampleRequest] = []
    // Two answers in turn: the lead is never two.
    while round.decision == nil, round.exhausted == nil {
      for request in round.launches() {
        requests.append(request)
        round.receive(Sample(request: request, response: Response("")), vote: request.slot % 2)
      }
    }
    #expect(round.exhausted == .samplesPerStep(60))
    #expect(round.ballot.count == 60)
    let rung = { (number: Int) in requests[6 * number..<6 * number + 6] }
    #expect(rung(0).allSatisfy { $0.temperature < 0.2 && $0.wording == 0 && $0.model == 0 })
    #expect(rung(1).allSatisfy { $0.temperature == 0.7 && $0.wording == 0 && $0.model == 0 })
    #expect(rung(2).allSatisfy { $0.wording == 1 && $0.model == 0 })
    #expect(rung(3).allSatisfy { $0.wording == 2 && $0.model == 0 })
    #expect(rung(4).allSatisfy { $0.wording == 0 && $0.model == 1 })
    #expect(requests[30...].allSatisfy { $0.model == 1 }, "the last rung is the last")
  }

  @Test func `a vote whose samples are all flagged climbs as well, and ends above the last rung`() {
    let rules = VotingRules(k: 1, ladder: ladder, limits: StepLimits(attemptsPerSlot: 3))
    var round = VotingRound<Int>(step: 0, rules: rules)
    var requests: [SampleRequest] = []
    while round.exhausted == nil {
      for request in round.launches() {
        requests.append(request)
        round.receive(Sample(request: request, response: Response("")), vote: nil)
      }
    }
    #expect(requests.count == 15)
    #expect(requests.map(\.slot) == Array(repeating: 0, count: 15))
    #expect(requests[3].temperature == 0.7)
    #expect(requests[6].wording == 1)
    #expect(requests[12].model == 1)
    #expect(round.exhausted == .attemptsPerSlot(15))
  }

  @Test func `a lower wording misleads the model, and the paraphrase decides`() async throws {
    let model = ScriptedModel { call in
      // Of the plain prompt it makes nothing but a tie.
      call.prompt.content == "in other words" ? Response("7") : Response(call.index % 2 == 0 ? "1" : "2")
    }
    let rules = VotingRules(
      k: 2, ladder: .standard(temperature: 0.7, paraphrases: 1, models: 1, samplesPerRung: 4))
    let step = Step<Int>(
      index: 3, prompt: Prompt("plain"), paraphrases: { [Prompt("in other words")] },
      answer: { reply throws(Flagged) in
        guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
        return number
      })
    let decision = try await LocalDecider(model: model, rules: rules).decide(step)
    #expect(decision.answer == 7)
    #expect(decision.ballot.candidates.map(\.votes) == [4, 4, 6])
    #expect(decision.samples.count == 14)
    #expect(decision.samples[8...].allSatisfy { $0.request.wording == 1 })
  }

  @Test func `samples of an earlier session leave the step on the rung where it stood`() {
    let rules = VotingRules(k: 2, ladder: ladder)
    var first = VotingRound<Int>(step: 0, rules: rules)
    var samples: [Sample] = []
    while samples.count < 14 {
      for request in first.launches() {
        let sample = Sample(request: request, response: Response(""))
        samples.append(sample)
        first.receive(sample, vote: request.slot % 2)
      }
    }
    var second = VotingRound<Int>(step: 0, rules: rules)
    for sample in samples { second.replay(sample, vote: sample.request.slot % 2) }
    second.reopenUnfilled()
    #expect(second.launches() == first.launches())
  }

  @Test func `models of an ensemble take turns by slot, whatever is flagged`() async throws {
    let names = ["a", "b", "c"]
    let models = names.map { name in
      ScriptedModel(name: name) { call in
        Response(name == "b" && call.index == 0 ? "?" : "5", model: name)
      }
    }
    let rules = VotingRules(k: 6, ensemble: 3)
    let decision = try await LocalDecider(model: models[0], others: [models[1], models[2]], rules: rules)
      .decide(.test())
    let votes = decision.samples.filter { $0.flag == nil }.map(\.response.model)
    #expect(votes == ["a", "b", "c", "a", "b", "c"])
    #expect(models.map(\.calls.count) == [2, 3, 2])
  }

  @Test func `ladder and ensemble are facts of the run`() {
    let plain = LocalDecider(model: ScriptedModel([])).identity
    let climbing = LocalDecider(
      model: ScriptedModel([]),
      rules: VotingRules(ladder: .standard(temperature: 1, paraphrases: 1, models: 1)))
    #expect(plain["ladder"] == "none")
    #expect(climbing.identity["ladder"] == "40: 1.0/0/- 1.0/1/-")
    #expect(plain["ensemble"] == "1")
  }
}
