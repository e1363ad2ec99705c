import Maker
import MakerSolve
import MakerTesting
import Testing

/// A record that no solver would have made is found out, though every ballot in it is in order.
@Suite struct TreeCheckTests {
  private let question = "987*654"
  private let bounds = SolverBounds(depth: 4, candidates: 5)

  private func recorded() async throws -> RecordedDecisions {
    let journal = InMemoryJournal()
    let errors = Dictionary(
      uniqueKeysWithValues: SimulatedArithmetic.Role.allCases.map {
        ($0, SimulatedArithmetic.Errors(wrong: 0.2))
      })
    let solver = RecursiveSolver(agents: try StandardAgents.multiply.agents(), bounds: bounds)
    _ = try await withDurableRun(
      "t", model: SimulatedArithmetic(errors: errors), rules: VotingRules(k: 3, seed: 2), journal: journal
    ) { try await solver.solve(question, in: $0) }
    var decisions = RecordedDecisions()
    try await journal.forEachDecision { decision throws(JournalError) in
      do { try decisions.add(decision) } catch { throw JournalError(.corrupt, "\(error)") }
    }
    return decisions
  }

  private func finding(_ bounds: SolverBounds, k: Int = 3) async throws -> String? {
    let decisions = try await recorded()
    return TreeCheck(decisions, bounds: bounds, k: k).finding(in: try SolvedNode(question, from: decisions))
  }

  @Test func `a tree as it was solved is in order`() async throws {
    #expect(try await finding(bounds) == nil)
  }

  @Test func `another lead, another number of candidates or a deeper tree is found`() async throws {
    #expect(try await finding(bounds, k: 4)?.contains("by a lead of 3, and the run's is 4") == true)
    let fewer = try await finding(SolverBounds(depth: 4, candidates: 4))
    #expect(fewer?.contains("\"proposals\"") == true, "\(fewer ?? "")")
    let shallow = try await finding(SolverBounds(depth: 1, candidates: 5))
    #expect(shallow?.contains("below the depth") == true, "\(shallow ?? "")")
  }

  @Test func `a second decision under a key is none`() async throws {
    let journal = InMemoryJournal()
    _ = try await withDurableRun(
      "t", model: SimulatedArithmetic(), rules: VotingRules(k: 2), journal: journal
    ) {
      try await RecursiveSolver(agents: try StandardAgents.multiply.agents()).solve("2*3", in: $0)
    }
    var decisions = RecordedDecisions()
    var refused = 0
    for _ in 0..<2 {
      try await journal.forEachDecision { decision throws(JournalError) in
        do { try decisions.add(decision) } catch { refused += 1 }
      }
    }
    #expect(refused == journal.decisions.count && refused == 2)
  }
}
