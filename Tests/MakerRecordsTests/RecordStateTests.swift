import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct RecordStateTests {
  @Test func `states and answers are read back from their records`() throws {
    let agent = try agents(
      "name: a\nprompt: '{{x}}'\nanswer: {schema: {type: object, properties: {v: {}, w: {}}}}\nvote: {v: folded}"
    ).agents[0]
    var random = SeededGenerator(seed: 81)
    for _ in 0..<500 {
      let answers = (0..<Int.random(in: 0...3, using: &random)).map { _ -> RecordAnswer in
        let value = AgentValue.object([
          AgentValue.Member("v", .string(random.field())), AgentValue.Member("w", random.value()),
        ])
        guard Bool.random(using: &random), let answer = try? agent.answer(in: value.json) else {
          return .rejected(random.field())
        }
        return .voted(answer)
      }
      let state = RecordState(index: Int.random(in: 0...10_000_000, using: &random), answers: answers)
      let read = try RecordState(record: state.record)
      #expect(read == state && read.record == state.record)
      #expect(try AgentValue(json: state.json.utf8)["record"] != nil)
    }
  }

  @Test(arguments: ["", "x", "1x", "1 ", "1 5:", "1 2:!", "1 1:x", "-1", "1 1:!2:!"])
  func `what is no state's record is refused`(text: String) {
    #expect(throws: MalformedRecord.self) { try RecordState(record: Array(text.utf8)) }
  }

  @Test func `a rejection is equal to one for the same reason, and to no answer`() throws {
    let agent = try agents("name: a\nprompt: '{{x}}'\nanswer: {number: }").agents[0]
    #expect(RecordAnswer.rejected("a") == .rejected("a"))
    #expect(RecordAnswer.rejected("a") != .rejected("b"))
    #expect(try RecordAnswer.voted(agent.answer(in: "1.50")) == .voted(agent.answer(in: "1.5")))
    #expect(RecordAnswer.rejected("a\n\"b\"").json == #"{"rejected":"a\n\"b\""}"#)
  }
}
