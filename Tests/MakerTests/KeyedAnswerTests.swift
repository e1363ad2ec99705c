import Maker
import MakerTesting
import Testing

/// A keyed answer is read back as it was recorded, and anything else is refused.
@Suite struct KeyedAnswerTests {
  /// The decisions of a small run, one of them undecided.
  private func records() async throws -> [[UInt8]] {
    let journal = InMemoryJournal()
    let model = ScriptedModel { call throws(LanguageModelError) in
      Response(call.prompt.content == "?" ? "\(call.index)" : call.prompt.content)
    }
    let text = { (text: String) in
      PlainQuestion<String>(text, reader: "text") { reply throws(Flagged) in reply }
    }
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 3))
    try await withDurableRun("t", model: model, rules: rules, journal: journal) { run in
      try await run.scope("a b").decide("é 1", text("one\nline, \"two\""))
      try await run.decide("number", Errand.question(-12))
      try await run.decide("digits", text("12"))
      _ = try await run.poll("open", text("?"))
    }
    return journal.decisions.map(\.answer)
  }

  @Test func `it has its key, the answer's own record and the answer as JSON`() async throws {
    let answers = try await records().map { try KeyedAnswer(record: $0) }
    #expect(answers.map(\.key) == ["a b/é 1", "number", "digits", "open"])
    #expect(answers.map(\.place) == [0, 0, 1, 2])
    #expect(answers.map(\.k) == [2, 2, 2, 2])
    #expect(answers.map(\.answerJSON) == ["\"one\\nline, \\\"two\\\"\"", "-12", "\"12\"", "null"])
    #expect(
      answers.map { $0.answer.map { String(decoding: $0, as: UTF8.self) } }
        == ["one\nline, \"two\"", "-12", "12", nil])
    #expect(answers[1].json == "{\"key\":\"number\",\"answer\":-12}")
  }

  @Test func `its record is read back as the same`() async throws {
    for record in try await records() { #expect(try KeyedAnswer(record: record).record == record) }
  }

  @Test func `what is cut short or changed is refused or read as what it is, and never traps`() async throws {
    var generator = SeededGenerator(seed: 3)
    for record in try await records() {
      for length in record.indices {
        if let answer = try? KeyedAnswer(record: Array(record.prefix(length))) {
          #expect(answer.record == Array(record.prefix(length)))
        }
      }
      for _ in 0..<500 {
        var changed = record
        changed[Int.random(in: record.indices, using: &generator)] = .random(in: 0...255, using: &generator)
        if let answer = try? KeyedAnswer(record: changed) {
          #expect(try KeyedAnswer(record: answer.record) == answer)
        }
      }
    }
  }

  @Test func `a state follows from the answers and their order alone`() async throws {
    let answers = try await records().map { try KeyedAnswer(record: $0) }
    let chain = DurableChain(name: "t")
    let state = answers.reduce(chain.initialState) { chain.apply($1, to: $0) }
    #expect(state.decisions == 4)
    #expect(try DurableState(record: state.record) == state)
    #expect(answers.reversed().reduce(chain.initialState) { chain.apply($1, to: $0) } != state)
    #expect(throws: MalformedRecord.self) { try DurableState(record: Array("4".utf8)) }
    #expect(throws: Flagged.self) { try chain.answer(in: "12") }
  }
}
