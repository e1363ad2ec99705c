import Maker
import MakerAgents
import MakerSolve
import MakerTesting
import Testing

/// What decomposers propose is looked at before anybody votes on it.
@Suite struct ProposalTests {
  /// Decomposers say these, one after another; every other agent says 1.
  private func proposals(
    _ replies: [String], of problem: String = "Count the words of the two texts in the appendix."
  ) async throws -> (candidates: [Proposal], flags: [FlagKind: Int]) {
    let journal = InMemoryJournal()
    let bounds = SolverBounds(depth: 1, candidates: replies.count)
    let solver = RecursiveSolver(agents: try StandardAgents.general.agents(), bounds: bounds)
    let rules = VotingRules(
      k: 1, limits: StepLimits(samplesPerStep: replies.count * 2, attemptsPerSlot: 1))
    let model = Replying { prompt, place in
      if prompt.contains("\"first\"") { return replies[place % replies.count] }
      return prompt.contains("number of the") ? "{\"choice\": 1}" : "{\"answer\": \"1\"}"
    }
    let tree = try await withDurableRun("t", model: model, rules: rules, journal: journal) {
      try await solver.solve(problem, in: $0)
    }
    let flags = journal.decisions[0].samples.compactMap { $0.flag?.kind }
    return (
      tree.proposals?.candidates.map(\.answer) ?? [],
      Dictionary(flags.map { ($0, 1) }, uniquingKeysWith: +)
    )
  }

  private func parts(_ first: String, _ second: String, _ composition: String) -> String {
    AgentValue.object([
      .init("first", .string(first)), .init("second", .string(second)),
      .init("composition", .string(composition)),
    ]).json
  }

  @Test func `proposals that say the same are one candidate`() async throws {
    let found = try await proposals([
      parts("Count the words of text one.", "Count the words of text two.", "Add {1} and {2}."),
      parts(" Count the words of  text one.", "Count the words of text two.\n", "Add {1} and {2}."),
      "{\"whole\": true}", "{\"whole\": true, \"first\": \"\"}",
    ])
    #expect(found.candidates.count == 2 && found.flags.isEmpty)
    #expect(found.candidates.last == .whole)
  }

  @Test(arguments: [
    ("Count text one.", "Subtract {1} from the words of text two.", "{1}+{2}", FlagKind.dependent),
    ("Count text one.", "Add the first result to the words of text two.", "{1}+{2}", .dependent),
    ("Count text one.", "Double the previous answer.", "{1}+{2}", .dependent),
    ("count the words of the two  texts in the appendix", "Count.", "{1}+{2}", .repeating),
    ("", "Count text two.", "{1}+{2}", .incomplete), ("Count text one.", " ", "{1}+{2}", .incomplete),
    ("Count text one.", "Count text two.", "", .incomplete),
    ("Count text one.", "Count text two.", "Take {1}.", .incomplete),
    (String(repeating: "Count text one. ", count: 20), "Count text two.", "{1}+{2}", .growing),
  ])
  func `a proposal that cannot be followed is flagged`(
    first: String, second: String, composition: String, kind: FlagKind
  ) async throws {
    let found = try await proposals([parts(first, second, composition), "{\"whole\": true}"])
    #expect(found.flags[kind] == 1, "\(found.flags)")
    #expect(!found.candidates.contains { $0 != .whole })
  }

  @Test func `one that is whole and taken apart at once is flagged`() async throws {
    let found = try await proposals(["{\"whole\": true, \"first\": \"a\"}", "{\"whole\": true}"])
    #expect(found.flags[.incomplete] == 1)
  }

  @Test func `a part that is a problem further up is flagged, so that no tree goes round in a circle`()
    async throws
  {
    let journal = InMemoryJournal()
    let solver = RecursiveSolver(
      agents: try StandardAgents.general.agents(), bounds: SolverBounds(depth: 3, candidates: 1, k: 1))
    let (one, other) = (
      parts("What is b?", "What is c?", "{1}{2}"), parts("What is a?", "What is d?", "{1}{2}")
    )
    let model = Replying { prompt, place in
      guard prompt.contains("\"first\"") else { return "{\"answer\": \"1\"}" }
      if prompt.contains("Problem: What is a?") { return one }
      if prompt.contains("Problem: What is b?"), place == 0 { return other }
      return "{\"whole\": true}"
    }
    let limits = StepLimits(samplesPerStep: 9, attemptsPerSlot: 3)
    let tree = try await withDurableRun(
      "t", model: model, rules: VotingRules(k: 1, limits: limits), journal: journal
    ) { try await solver.solve("What is a?", in: $0) }
    #expect(tree.count == 3 && tree.result == "1")
    let flags = journal.decisions.flatMap { $0.samples.compactMap { $0.flag?.kind } }
    #expect(flags == [.cyclic])
  }

  @Test func `a problem that nobody can take apart is left whole`() async throws {
    let found = try await proposals(["?", "??"])
    #expect(found.candidates.isEmpty && found.flags[.malformed] == 2)
  }
}

/// A model that replies by what it is asked, and how often it was asked that before with another seed.
struct Replying: LanguageModel {
  private let counts = Counts()
  private let reply: @Sendable (_ prompt: String, _ place: Int) -> String

  init(_ reply: @escaping @Sendable (_ prompt: String, _ place: Int) -> String) { self.reply = reply }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    Response(reply(prompt.content, await counts.next(prompt.content)))
  }

  private actor Counts {
    private var counts: [String: Int] = [:]

    func next(_ prompt: String) -> Int {
      defer { counts[prompt, default: 0] += 1 }
      return counts[prompt, default: 0]
    }
  }
}
