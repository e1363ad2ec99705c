import Maker
import MakerAgents
import Testing

@Suite struct AgentFlagsTests {
  /// The first red flag of a reply.
  private func flag(_ flags: String, _ reply: Response) throws -> String? {
    let agent = try agent(head + "answer: {schema: {}}\nmax_reply_tokens: 90\nflags: \(flags)\n")
    return agent.redFlags.lazy.compactMap { $0.inspect(reply) }.first?.description
  }

  @Test func `what is forbidden is flagged wherever it stands`() throws {
    let flags = "{forbidden: ['(?i)as an ai', '\\bsorry\\b']}"
    #expect(try flag(flags, Response("Well, As An AI I")) == "forbidden: something matches (?i)as an ai")
    #expect(try flag(flags, Response("I am sorry.")) == "forbidden: something matches \\bsorry\\b")
    #expect(try flag(flags, Response("sorrys")) == nil)
  }

  @Test func `what is required is missed`() throws {
    let flags = "{required: ['^\\{', total]}"
    #expect(try flag(flags, Response("{\"total\":1}")) == nil)
    #expect(try flag(flags, Response("{\"ttl\":1}")) == "missing: nothing matches total")
  }

  @Test func `Maker's own flags hold as well`() throws {
    #expect(try flag("{}", Response("")) == "empty: no text")
    #expect(try flag("{}", Response("x", finishReason: .length)) == "overlong: cut off after 0 tokens")
    #expect(try flag("{}", Response("x", finishReason: .refusal)) == "refused: the model declined")
    #expect(
      try flag("{}", Response("x", finishReason: .other)) == "unfinished: it ended for an unknown reason")
    #expect(
      try flag("{}", Response("x", usage: Usage(outputTokens: 91))) == "overlong: 91 tokens, more than 90")
    #expect(
      try flag("{max_tokens: 50}", Response("x", usage: Usage(outputTokens: 51)))
        == "overlong: 51 tokens, more than 50")
    #expect(try flag("{max_tokens: 50}", Response("x", usage: Usage(outputTokens: 50))) == nil)
  }

  @Test func `patterns are not tried on a reply beyond all measure`() throws {
    let reply = Response(String(repeating: "a", count: AgentLimits.replyBytes + 1))
    #expect(try flag("{forbidden: [a]}", reply) == "overlong: 65537 bytes, more than 65536")
  }

  @Test func `a response is read flags first`() throws {
    let agent = try agent(head + "answer: {labels: [a, b]}\nflags: {forbidden: [b]}\n")
    #expect(try agent.answer(in: Response("a")) == agent.answer(in: "a"))
    #expect(throws: Flagged(FlagKind(rawValue: "forbidden"), "something matches b")) {
      try agent.answer(in: Response("b"))
    }
    #expect(throws: Flagged(.malformed, "\"c\" is none of the labels")) {
      try agent.answer(in: Response("c"))
    }
  }

  @Test func `a vote is told in a line`() throws {
    #expect("\(try agent(answer: "{number: }").vote)" == "number")
    #expect("\(try agent(answer: "{pattern: '(?<b>.)(?<a>.)'}").vote)" == #"{"a":"exact","b":"exact"}"#)
    #expect("\(try agent(answer: "{number: }", vote: "{program: [sh, x]}").vote)" == #"["sh","x"]"#)
  }

  @Test func `flags are told apart by what they are made of`() throws {
    let agent = try agent(head + "answer: {number: }\nflags: {forbidden: [a], required: [b]}\n")
    #expect(
      agent.redFlags.suffix(3).map { "\($0)" } == [
        "OversizedReply(bytes: 65536)", "Forbidden(a)", "Required(b)",
      ])
  }
}
