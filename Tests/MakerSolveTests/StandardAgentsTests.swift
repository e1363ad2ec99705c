import MakerAgents
import MakerSolve
import Testing

@Suite struct StandardAgentsTests {
  @Test(arguments: StandardAgents.allCases)
  func `every agent that comes with the library can be read`(standard: StandardAgents) throws {
    let agents = try standard.agents()
    #expect(agents.byRole.map(\.role) == standard.roles)
    #expect(agents.identity.count > standard.roles.count * 3)
  }

  @Test func `a folder without an agent says which`() throws {
    do {
      _ = try SolverAgents(hasLinear: false) { role throws(AgentMistakes) in
        try AgentFile.agent(at: "/nowhere/\(role).yaml")
      }
      Issue.record("there is no such folder")
    } catch {
      #expect(error.mistakes.count == 4)
    }
  }

  @Test func `an agent with a program of the user's is refused`() throws {
    #expect(throws: AgentMistakes.self) {
      _ = try SolverAgents(hasLinear: false) { role throws(AgentMistakes) in
        try AgentFile.agent(
          in: "name: x\nprompt: '{{problem}}'\nanswer: {labels: [a, b]}\nflags: {check: [sh, c.sh]}\n",
          called: "\(role).yaml")
      }
    }
  }
}
