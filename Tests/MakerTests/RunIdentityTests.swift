import Maker
import MakerTesting
import Testing

@Suite struct RunIdentityTests {
  @Test func `the fingerprint is fixed by the facts and not by their order`() {
    // FNV-1a, computed apart: recorded runs depend on it.
    #expect(RunIdentity(facts: ["model": "m", "k": "3"]).fingerprint == "2a93ae1d9a79949f")
    #expect(RunIdentity(facts: [:]).fingerprint == "cbf29ce484222325")
    var facts: [String: String] = [:]
    for name in ["model", "k"] { facts[name] = name == "k" ? "3" : "m" }
    #expect(RunIdentity(facts: facts).fingerprint == "2a93ae1d9a79949f")
  }

  @Test func `the prompt among the facts is the digest that a calibration keeps`() {
    let run = Run(Walk(), model: ScriptedModel([], name: "m"))
    #expect(run.identity.facts["prompt"] == Walk().promptDigest)
  }

  @Test func `changes are named with what was and what is`() {
    let recorded = RunIdentity(facts: ["k": "3", "model": "a", "old": "x", "same": "1"])
    let current = RunIdentity(facts: ["k": "4", "model": "b", "new": "y", "same": "1"])
    #expect(
      current.changes(since: recorded).map(\.description) == [
        "k was 3 and is now 4", "model was a and is now b", "new was not set and is now y",
        "old was x and is now not set",
      ])
    #expect(current.changes(since: current).isEmpty)
  }

  @Test func `everything that decides is in the identity, and limits are not`() {
    func identity(
      _ task: Walk = Walk(), rules: VotingRules = VotingRules(), model: String = "m"
    ) -> RunIdentity {
      Run(task, model: ScriptedModel([], name: model), rules: rules).identity
    }
    let plain = identity()
    let others: [(RunIdentity, [String])] = [
      (identity(rules: VotingRules(k: 4)), ["k"]),
      (identity(rules: VotingRules(seed: 1)), ["seed"]),
      (identity(rules: VotingRules(temperatures: Temperatures(first: 0, rest: 0.2))), ["temperature.rest"]),
      (
        identity(rules: VotingRules(temperatures: Temperatures(first: 0.1, rest: 0.1))),
        ["temperature.first"]
      ),
      // The flag for overlong replies follows the limit.
      (
        identity(rules: VotingRules(maximumResponseTokens: 9)), ["maximum_response_tokens", "red_flags"]
      ),
      (identity(rules: VotingRules(redFlags: [Empty()])), ["red_flags"]),
      (identity(model: "n"), ["model"]),
    ]
    for (other, names) in others {
      #expect(other.changes(since: plain).map(\.name) == names)
      #expect(other.fingerprint != plain.fingerprint)
    }
    let limits = StepLimits(samplesPerStep: 7, attemptsPerSlot: 2, timePerStep: .seconds(1))
    #expect(identity(rules: VotingRules(limits: limits)) == plain)
    #expect(plain.facts["task"] == "Walk")
    #expect(plain.facts["prompt"]?.count == 16)
  }

  @Test func `a name that task and model both use hides a change of neither`() {
    struct Named: ChainTask {
      var seed = "1"
      let stepCount = 1
      let initialState = 0
      var identity: [String: String] { ["task": "named", "seed": seed] }
      func prompt(for state: Int) -> Prompt { Prompt("0") }
      func answer(in reply: String) throws(Flagged) -> Int { 0 }
      func apply(_ answer: Int, to state: Int) -> Int { 0 }
    }
    let one = Run(Named(), model: ScriptedModel([])).identity
    let task = Run(Named(seed: "2"), model: ScriptedModel([])).identity
    let rules = Run(Named(), model: ScriptedModel([]), rules: VotingRules(seed: 2)).identity
    #expect(task.changes(since: one).map(\.name) == ["seed"])
    #expect(rules.changes(since: one).map(\.name) == ["seed"])
    #expect(task.fingerprint != rules.fingerprint)
  }

  @Test func `line ends in facts do not make two identities one`() {
    let one = RunIdentity(facts: ["a": "1\nb=2"])
    #expect(one.fingerprint != RunIdentity(facts: ["a": "1", "b": "2"]).fingerprint)
  }

  @Test func `another wording of the prompt is another run`() {
    struct Reworded: ChainTask {
      let wording: String
      let stepCount = 1
      let initialState = 0
      func prompt(for state: Int) -> Prompt { Prompt("0", instructions: Instructions(wording)) }
      func answer(in reply: String) throws(Flagged) -> Int { 0 }
      func apply(_ answer: Int, to state: Int) -> Int { 0 }
    }
    let one = Run(Reworded(wording: "Add."), model: ScriptedModel([])).identity
    let other = Run(Reworded(wording: "Add!"), model: ScriptedModel([])).identity
    #expect(other.changes(since: one).map(\.name) == ["prompt"])
  }

  @Test func `a type without facts of its own goes by its name`() {
    struct Mute: LanguageModel {
      func respond(
        to prompt: Prompt, options: GenerationOptions
      ) async throws(LanguageModelError) -> Response { Response("") }
    }
    #expect(Mute().identity == ["model": "Mute"])
    #expect(Walk().identity == ["task": "Walk"])
  }
}
