import Maker
import MakerAgents
import MakerTesting
import Testing

/// An agent's answers are decided by voting like any other.
@Suite struct AgentVotingTests {
  @Test func `a record is decided by the votes of an agent's answers`() async throws {
    let agent = try agent(
      """
      name: route
      prompt: 'Ticket: {{subject}}'
      answer: {labels: [billing, technical]}
      vote: folded
      flags: {forbidden: ['(?i)sorry']}
      """)
    let replies = ["billing", "Technical", "I am sorry", "no idea", "BILLING", " billing "]
    let model = ScriptedModel(replies)
    let step = Step(
      index: 0, prompt: try agent.prompt(for: AgentRecord(["subject": "Refund"])),
      answer: { (reply: String) throws(Flagged) -> AgentAnswer in try agent.answer(in: reply) })
    let decision = try await LocalDecider(model: model, rules: agent.rules(VotingRules(k: 2))).decide(step)
    #expect(decision.answer.value == .string("billing"))
    #expect(decision.ballot.order.count >= 3)
    #expect(
      Set(decision.samples.compactMap { $0.flag?.kind }) == [FlagKind(rawValue: "forbidden"), .malformed])
  }
}
