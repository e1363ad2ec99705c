import Maker
import MakerTesting
import Testing

@Suite struct RedFlagTests {
  private func reply(_ tokens: Int, _ reason: Response.FinishReason = .stop) -> Response {
    Response("text", usage: Usage(outputTokens: tokens), finishReason: reason)
  }

  @Test func `a reply of more tokens than allowed is overlong`() {
    let flag = Overlong(maximumTokens: 750)
    #expect(flag.inspect(reply(750)) == nil)
    #expect(flag.inspect(reply(751)) == Flagged(.overlong, "751 tokens, more than 750"))
  }

  @Test func `a reply that was cut off is overlong whatever its length`() {
    #expect(Overlong(maximumTokens: 750).inspect(reply(3, .length))?.kind == .overlong)
    #expect(Overlong().inspect(reply(3, .length)) == Flagged(.overlong, "cut off after 3 tokens"))
    #expect(Overlong().inspect(reply(1_000_000)) == nil)
  }

  @Test(arguments: ["", " ", "\n\t \r\n", "\u{00A0}\u{2003}\u{3000}", "\u{0B}\u{0C}\u{85}\u{2028}"])
  func `a reply of white space is empty`(text: String) {
    #expect(Empty().inspect(Response(text)) == Flagged(.empty, "no text"))
  }

  @Test(arguments: ["x", " x", "\n\n.", "é", "\u{200B}", "\u{3000}木", "\u{0}", "~", "!"])
  func `a reply with anything in it is not empty`(text: String) {
    #expect(Empty().inspect(Response(text)) == nil)
  }

  @Test(arguments: [
    (Response.FinishReason.refusal, true), (.contentFilter, true), (.stop, false), (.length, false),
  ])
  func `a reply that was declined or filtered is refused`(reason: Response.FinishReason, isRefused: Bool) {
    #expect((Refused().inspect(reply(1, reason))?.kind == .refused) == isRefused)
  }

  @Test func `flags are looked at in their order and before the reply is read`() async throws {
    struct Hesitant: RedFlag {
      func inspect(_ response: Response) -> Flagged? {
        response.content.contains("wait") ? Flagged(FlagKind(rawValue: "hesitant"), "it waits") : nil
      }
    }
    let rules = VotingRules(
      k: 1, maximumResponseTokens: 9,
      redFlags: [Refused(), Overlong(maximumTokens: 9), Empty(), Hesitant()])
    let replies = [
      Response("", usage: Usage(outputTokens: 99), finishReason: .refusal),
      Response("", usage: Usage(outputTokens: 99)),
      Response("  "), Response("wait, 7"), Response("seven"), Response("7"),
    ]
    let model = ScriptedModel { call in replies[call.index] }
    let decision = try await LocalDecider(model: model, rules: rules).decide(.test())
    let kinds = decision.samples.map { $0.flag?.kind.rawValue ?? "-" }
    #expect(kinds == ["refused", "overlong", "empty", "hesitant", "malformed", "-"])
    #expect(decision.answer == 7)
    #expect(decision.isContested)

    var tally = Tally()
    tally.count(decision)
    #expect(tally.flags.count == 5)
    #expect(tally.flags.values.allSatisfy { $0 == 1 })
    #expect(tally.flagged == 5)
    #expect(tally.outputTokens == 198)
  }

  @Test func `by default all of Maker's own flags are up`() async throws {
    let replies = [
      Response("7", finishReason: .contentFilter), Response(" "),
      Response("7", usage: Usage(outputTokens: 10)), Response("7"),
    ]
    let model = ScriptedModel { call in replies[call.index] }
    let rules = VotingRules(k: 1, maximumResponseTokens: 9)
    let decision = try await LocalDecider(model: model, rules: rules).decide(.test())
    #expect(decision.samples.map(\.flag?.kind) == [.refused, .empty, .overlong, nil])
  }

  @Test func `the same text is flagged anew when it took more tokens or ended in another way`() async throws {
    let replies = [
      Response("7", usage: Usage(outputTokens: 5)),
      Response("7", usage: Usage(outputTokens: 50)),
      Response("7", usage: Usage(outputTokens: 5), finishReason: .length),
      Response("7", usage: Usage(outputTokens: 5)),
    ]
    let model = ScriptedModel { call in replies[call.index] }
    let rules = VotingRules(k: 2, maximumResponseTokens: 9)
    let decision = try await LocalDecider(model: MultisampleModel(model), rules: rules).decide(.test())
    #expect(decision.samples.map(\.flag?.kind) == [nil, .overlong, .overlong, nil])
  }

  @Test func `a finding reads as its kind and its reason`() {
    #expect("\(Flagged(.malformed, "no move"))" == "malformed: no move")
    #expect("\(FlagKind(rawValue: "hesitant"))" == "hesitant")
  }
}
