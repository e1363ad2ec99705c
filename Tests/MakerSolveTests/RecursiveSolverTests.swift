import Maker
import MakerAgents
import MakerSolve
import MakerTesting
import Testing

/// Products are taken apart, solved and put together, whatever single replies say.
@Suite struct RecursiveSolverTests {
  private let question = "46048*42098"
  private let answer = "1938528704"

  private func solve(
    _ question: String, errors: [SimulatedArithmetic.Role: SimulatedArithmetic.Errors] = [:],
    bounds: SolverBounds = SolverBounds(), k: Int = 3, seed: UInt64 = 1, journal: InMemoryJournal? = nil,
    model: (any LanguageModel)? = nil, samples: Int = 200
  ) async throws -> SolvedNode {
    let solver = RecursiveSolver(agents: try StandardAgents.multiply.agents(), bounds: bounds)
    let rules = VotingRules(k: k, seed: seed, limits: StepLimits(samplesPerStep: samples))
    return try await withDurableRun(
      "solve", model: model ?? SimulatedArithmetic(errors: errors), rules: rules, journal: journal
    ) { try await solver.solve(question, in: $0) }
  }

  @Test func `a product is taken apart digit by digit and put together`() async throws {
    let tree = try await solve(question)
    #expect(tree.result == answer)
    #expect(tree.height == 3 && tree.count == 7)
    #expect(tree.children.map(\.problem) == ["40000*42098", "6048*42098"])
    #expect(tree.children[1].children.map(\.path) == ["2/1", "2/2"])
    #expect(tree.composed == "1683920000+254608704")
    #expect(tree.failure(answer: answer, oracle: ArithmeticOracle()) == nil)
  }

  @Test func `a depth of nought leaves everything whole, and nobody is asked to take it apart`() async throws
  {
    let tree = try await solve(question, bounds: SolverBounds(depth: 0))
    #expect(tree.result == answer && tree.proposals == nil && tree.children.isEmpty)
  }

  @Test func `no problem is taken apart below the depth limit`() async throws {
    let tree = try await solve("123456*789", bounds: SolverBounds(depth: 2))
    #expect(tree.result == "97406784" && tree.height == 2)
    #expect(tree.children[1].children[1].problem == "3456*789")
    #expect(tree.children[1].children[1].proposals == nil)
  }

  @Test(arguments: SimulatedArithmetic.Role.allCases)
  func `errors of any one role are voted out`(role: SimulatedArithmetic.Role) async throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      let tree = try await solve(
        question, errors: [role: .init(wrong: 0.15, malformed: 0.05)], seed: seed)
      #expect(tree.result == answer, "\(role), seed \(seed)")
    }
  }

  @Test func `fewer readable proposals than were asked for are followed when they agree`() async throws {
    var few = 0
    for seed in 1...10 as ClosedRange<UInt64> {
      let tree = try await solve(
        question, errors: [.decomposer: .init(malformed: 0.85)], seed: seed, samples: 20)
      #expect(tree.result == answer && tree.isSettled, "seed \(seed)")
      if let proposals = tree.proposals, proposals.answer == nil, proposals.candidates.count == 1 {
        #expect(tree.split == nil && tree.isSplit)
        few += 1
      }
    }
    #expect(few > 3)
  }

  @Test func `errors of all roles at once are voted out`() async throws {
    let all = Dictionary(
      uniqueKeysWithValues: SimulatedArithmetic.Role.allCases.map {
        ($0, SimulatedArithmetic.Errors(wrong: 0.1, malformed: 0.05))
      })
    var contested = 0
    for seed in 1...10 as ClosedRange<UInt64> {
      let tree = try await solve(question, errors: all, seed: seed)
      #expect(tree.result == answer, "seed \(seed)")
      contested += tree.votesOfDiscriminators
    }
    #expect(contested > 20, "discriminators were asked")
  }

  @Test func `without voting the same errors are not corrected`() async throws {
    let all = Dictionary(
      uniqueKeysWithValues: SimulatedArithmetic.Role.allCases.map {
        ($0, SimulatedArithmetic.Errors(wrong: 0.15))
      })
    var wrong = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      let tree = try await solve(
        question, errors: all, bounds: SolverBounds(depth: 5, candidates: 1, k: 1), seed: seed)
      if tree.result != answer { wrong += 1 }
    }
    #expect(wrong > 10)
  }

  @Test func `an error that all solvers share is not corrected, and is found as a wrong atom`() async throws {
    let tree = try await solve(
      question, errors: [.solver: .init(wrong: 1, alike: 1)], bounds: SolverBounds(depth: 5))
    #expect(tree.result != answer)
    #expect(tree.failure(answer: answer, oracle: ArithmeticOracle()) == .wrongAtom)
  }

  @Test func `discriminators who cannot agree leave the problem unsolved, and that is recorded`() async throws
  {
    let journal = InMemoryJournal()
    let errors: [SimulatedArithmetic.Role: SimulatedArithmetic.Errors] = [
      .solver: .init(wrong: 0.5), .solutionDiscriminator: .init(malformed: 1),
    ]
    let tree = try await solve(question, errors: errors, journal: journal, samples: 30)
    #expect(tree.result == nil)
    #expect(tree.failure(answer: answer, oracle: ArithmeticOracle()) == .malformedFinal)
    #expect(journal.isFinished)
    let recorded = journal.decisions
    let again = try await solve(question, errors: errors, journal: journal, samples: 60)
    #expect(again.result == nil && journal.decisions == recorded, "nothing was sampled again")
  }

  @Test func `discriminators who cannot agree can stop the run instead, to go on with a higher limit`()
    async throws
  {
    let journal = InMemoryJournal()
    let errors: [SimulatedArithmetic.Role: SimulatedArithmetic.Errors] = [
      .solver: .init(wrong: 0.5), .solutionDiscriminator: .init(wrong: 0.3),
    ]
    let bounds = SolverBounds(depth: 5, stopsUndecided: true)
    await #expect(throws: DurableError.self) {
      _ = try await solve(question, errors: errors, bounds: bounds, journal: journal, samples: 5)
    }
    #expect(!journal.isFinished)
    let tree = try await solve(question, errors: errors, bounds: bounds, journal: journal)
    #expect(tree.result == answer)
  }

  @Test func `the tree that is read from the record is the tree that was solved`() async throws {
    let errors = Dictionary(
      uniqueKeysWithValues: SimulatedArithmetic.Role.allCases.map {
        ($0, SimulatedArithmetic.Errors(wrong: 0.2, malformed: 0.05))
      })
    let journal = InMemoryJournal()
    let solved = try await solve(question, errors: errors, journal: journal)
    var decisions = RecordedDecisions()
    try await journal.forEachDecision { decision throws(JournalError) in
      do { try decisions.add(decision) } catch { throw JournalError(.corrupt, "\(error)") }
    }
    let read = try SolvedNode(question, from: decisions)
    #expect(read.outline == solved.outline)
    #expect(read.result == answer)
  }

  @Test func `a run that is cut at any decision ends with the same tree, and samples nothing again`()
    async throws
  {
    let errors = Dictionary(
      uniqueKeysWithValues: SimulatedArithmetic.Role.allCases.map {
        ($0, SimulatedArithmetic.Errors(wrong: 0.15, malformed: 0.05))
      })
    let whole = InMemoryJournal()
    let solved = try await solve("987*654", errors: errors, journal: whole)
    let keys = try Set(whole.decisions.map { try KeyedAnswer(record: $0.answer).key })
    for cut in 0..<keys.count {
      let journal = InMemoryJournal()
      let budget = Budget(caps: Caps(maximumSteps: cut + 1))
      let solver = RecursiveSolver(agents: try StandardAgents.multiply.agents())
      let rules = VotingRules(k: 3, seed: 1, limits: StepLimits(samplesPerStep: 200))
      let model = SimulatedArithmetic(errors: errors)
      _ = try? await withDurableRun(
        "solve", model: model, rules: rules, journal: journal, budget: budget
      ) { try await solver.solve("987*654", in: $0) }
      let recorded = journal.decisions.count
      #expect(recorded > cut - 2)
      let tree = try await solve("987*654", errors: errors, journal: journal)
      #expect(tree.outline == solved.outline, "cut at \(cut)")
      #expect(try Set(journal.decisions.map { try KeyedAnswer(record: $0.answer).key }) == keys)
      #expect(journal.decisions.count == keys.count)
    }
  }
}

extension SolvedNode {
  /// Everything of a tree but how it is kept, in one text.
  var outline: String {
    let own = [
      path, problem, "\(chosen.map { $0.json } ?? "-")", composed ?? "-", result ?? "-",
      "\(proposals?.candidates.map { "\($0.answer.json) \($0.votes)" } ?? [])",
      "\(split?.candidates.map { "\($0.answer.json) \($0.votes)" } ?? [])",
      "\(solutions?.candidates.map { "\($0.answer.json) \($0.votes)" } ?? [])",
      "\(choice?.candidates.map { "\($0.answer.json) \($0.votes)" } ?? [])",
    ]
    return ([own.joined(separator: " | ")] + children.map(\.outline)).joined(separator: "\n")
  }

  /// How often discriminators voted in the tree.
  var votesOfDiscriminators: Int {
    (split == nil ? 0 : 1) + (choice == nil ? 0 : 1) + children.reduce(0) { $0 + $1.votesOfDiscriminators }
  }
}
