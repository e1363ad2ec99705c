import Maker
import MakerSolve
import MakerTesting
import Testing

/// A list of steps is voted on, and each step sees nothing but the result of the one before.
@Suite struct LinearSolverTests {
  private func solve(
    _ reply: @escaping @Sendable (String, Int) -> String, journal: InMemoryJournal = InMemoryJournal(),
    samples: Int = 60
  ) async throws -> SolvedLine {
    let solver = try #require(
      LinearSolver(agents: try StandardAgents.general.agents(), bounds: SolverBounds(candidates: 3, k: 2)))
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: samples, attemptsPerSlot: 5))
    return try await withDurableRun("t", model: Replying(reply), rules: rules, journal: journal) {
      try await solver.solve("Take 3, double it, and add 1.", in: $0)
    }
  }

  private static func worked(_ prompt: String) -> String {
    if prompt.contains("Step: Write 3.") { return "3" }
    if prompt.contains("Step: Double it."), prompt.contains("step before: 3") { return "6" }
    if prompt.contains("Step: Add 1."), prompt.contains("step before: 6") { return "7" }
    return "?"
  }

  @Test func `steps are done one after another, each with the result of the one before`() async throws {
    let solved = try await solve { prompt, _ in
      prompt.contains("\"steps\"")
        ? "{\"steps\": [\"Write 3.\", \"Double it.\", \"Add 1.\"]}"
        : "{\"answer\": \"\(Self.worked(prompt))\"}"
    }
    #expect(solved.result == "7" && solved.steps.map(\.result) == ["3", "6", "7"])
    #expect(solved.choice == nil, "one plan needs no vote")
    #expect(solved.steps.map(\.path) == ["step-1", "step-2", "step-3"])
  }

  @Test func `plans that differ are voted on, and the record gives the same back`() async throws {
    let journal = InMemoryJournal()
    let solved = try await solve(
      { prompt, place in
        if prompt.contains("\"steps\"") {
          return place == 0
            ? "{\"steps\": [\"Write 8.\"]}" : "{\"steps\": [\"Write 3.\", \"Double it.\", \"Add 1.\"]}"
        }
        if prompt.contains("Which is best?") {
          let line = prompt.split(separator: "\n").firstIndex { $0.contains("Write 3.") } ?? 0
          let before = prompt.split(separator: "\n")[..<line].count { $0.hasPrefix("Plan ") }
          return "{\"choice\": \(before)}"
        }
        return "{\"answer\": \"\(Self.worked(prompt))\"}"
      }, journal: journal)
    #expect(solved.result == "7" && solved.choice?.candidates.map(\.answer.steps.count) == [3])
    var decisions = RecordedDecisions()
    try await journal.forEachDecision { decision throws(JournalError) in
      do { try decisions.add(decision) } catch { throw JournalError(.corrupt, "\(error)") }
    }
    let read = try SolvedLine("Take 3, double it, and add 1.", from: decisions)
    #expect(read.result == "7" && read.steps.map(\.outline) == solved.steps.map(\.outline))
  }

  @Test func `a plan whose step needs what another than the one before it gave is flagged`() async throws {
    let journal = InMemoryJournal()
    let solved = try await solve(
      { prompt, place in
        guard prompt.contains("\"steps\"") else { return "{\"answer\": \"1\"}" }
        return place == 0
          ? "{\"steps\": [\"Write 3.\", \"Double it.\", \"Add the result of step 1.\"]}"
          : "{\"steps\": [\"Write 3.\", \"Double the result of step 1.\"]}"
      }, journal: journal)
    #expect(solved.plan?.steps.count == 2)
    #expect(journal.decisions[0].samples.compactMap { $0.flag?.kind } == [.dependent])
  }

  @Test func `agents for products do not solve in a line`() throws {
    #expect(LinearSolver(agents: try StandardAgents.multiply.agents()) == nil)
  }
}
