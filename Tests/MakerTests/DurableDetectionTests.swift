import Maker
import MakerTesting
import Testing

/// Code that is not the code that was recorded is told so: what was expected, what came, and the remedy.
@Suite struct DurableDetectionTests {
  private let model = ScriptedModel { call throws(LanguageModelError) in Response(call.prompt.content) }
  private let remedy = "Run the code as it was, or start a new run."

  private func question(_ number: Int) -> PlainQuestion<Int> { Errand.question(number) }

  /// Runs code on a record of other code, and returns what it was told.
  private func told(
    _ recorded: (DurableScope) async throws -> Void, then code: (DurableScope) async throws -> Void
  ) async throws -> (error: DurableError?, journal: InMemoryJournal, calls: Int) {
    let journal = InMemoryJournal()
    try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) {
      try await recorded($0)
      // A run that stopped before its end: what it goes on with is open.
      throw Stopped()
    } catching: { _ in
    }
    let before = model.calls.count
    let error = try await durableError {
      try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) {
        try await code($0)
      }
    }
    return (error, journal, model.calls.count - before)
  }

  private func three(_ scope: DurableScope) async throws {
    try await scope.decide("a", question(1))
    try await scope.decide("b", question(2))
    try await scope.decide("c", question(3))
  }

  @Test func `the same code is told nothing and samples nothing`() async throws {
    let (error, journal, calls) = try await told(three, then: three)
    #expect(error == nil && calls == 0)
    #expect(journal.isFinished && journal.decisions.count == 3)
  }

  @Test func `another order of keys`() async throws {
    let (error, journal, calls) = try await told(three) {
      try await $0.decide("a", question(1))
      try await $0.decide("c", question(3))
    }
    #expect(
      error?.description
        == "Expected \"b\" (decision 2), came \"c\": the code asks in another order. \(remedy)")
    #expect(error?.key == "c" && error?.isOtherCode == true)
    #expect(calls == 0 && journal.decisions.count == 3 && !journal.isFinished)
  }

  @Test func `a key that is new among recorded ones`() async throws {
    let (error, _, calls) = try await told(three) {
      try await $0.decide("a", question(1))
      try await $0.decide("new", question(9))
    }
    #expect(error?.description.hasPrefix("Expected \"b\" (decision 2), came \"new\"") == true)
    #expect(calls == 0)
  }

  @Test func `in a scope, where the scope is named`() async throws {
    let recorded = { (run: DurableScope) async throws in
      let scope = run.scope("left").scope("deep")
      for number in 0..<4 { try await scope.decide("n\(number)", question(number)) }
    }
    let (error, _, _) = try await told(recorded) {
      let scope = $0.scope("left").scope("deep")
      for number in [0, 1, 3] { try await scope.decide("n\(number)", question(number)) }
    }
    #expect(
      error?.description
        == "Expected \"left/deep/n2\" (decision 3 of scope \"left/deep\"), came \"left/deep/n3\": "
        + "the code asks in another order. \(remedy)")
  }

  @Test func `another input under the same key`() async throws {
    let (error, _, calls) = try await told(three) {
      try await $0.decide("a", question(1))
      try await $0.decide("b", question(22))
    }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("\"b\" is recorded with another prompt: expected one of digest "))
    #expect(text.contains(", came ") && text.contains("\"22\"") && text.hasSuffix(remedy))
    #expect(calls == 0)
  }

  @Test func `another way to read replies, or to vote, under the same key`() async throws {
    let (reader, _, _) = try await told(three) {
      try await $0.decide("a", PlainQuestion<Int>("1", reader: "another") { _ throws(Flagged) in 1 })
    }
    #expect(
      reader?.description.hasPrefix("\"a\" is recorded with another agent or other rules: expected digest ")
        == true)
    let (rules, _, _) = try await told(three) { try await $0.decide("a", Led(k: 5)) }
    guard case .otherReader? = rules?.reason else {
      Issue.record("\(String(describing: rules))")
      return
    }
    let (poll, _, _) = try await told(three) { _ = try await $0.poll("a", question(1)) }
    guard case .otherReader? = poll?.reason else {
      Issue.record("\(String(describing: poll))")
      return
    }
  }

  @Test func `another type of the answer`() async throws {
    let (error, _, _) = try await told(three) {
      try await $0.decide(
        "a", PlainQuestion<String>("1", reader: "a number") { reply throws(Flagged) in reply })
    }
    #expect(error?.isOtherCode == true)
  }

  @Test func `code that ends early`() async throws {
    let (error, journal, _) = try await told(three) { try await $0.decide("a", question(1)) }
    #expect(
      error?.description
        == "Expected \"b\" (decision 2), came the end: of the recorded decisions, 2 were not asked for. \(remedy)"
    )
    #expect(error?.key == "b" && !journal.isFinished)
  }

  @Test func `code that leaves a scope out`() async throws {
    let (error, _, _) = try await told {
      try await $0.scope("x").decide("a", question(1))
    } then: { _ in
    }
    #expect(
      error?.description
        == "Expected \"x/a\" (decision 1 of scope \"x\"), came the end: of the recorded decisions, 1 was not asked for. "
        + remedy)
  }

  @Test func `code that asks on in a finished run`() async throws {
    let (_, journal, _) = try await told(three, then: three)
    let before = model.calls.count
    let error = try await durableError {
      try await withDurableRun("t", model: model, rules: VotingRules(k: 2), journal: journal) {
        try await three($0)
        try await $0.decide("d", question(4))
      }
    }
    #expect(error?.description == "Expected the end, for the run is finished, came \"d\". \(remedy)")
    #expect(model.calls.count == before && journal.decisions.count == 3)
  }

  @Test func `code that asks on in a run that is not finished goes on`() async throws {
    let (error, journal, calls) = try await told(three) {
      try await three($0)
      try await $0.decide("d", question(4))
    }
    #expect(error == nil && calls == 2 && journal.decisions.count == 4)
  }

  @Test func `a key twice, fresh or recorded`() async throws {
    let twice = { (run: DurableScope) async throws in
      try await run.decide("a", question(1))
      try await run.decide("a", question(1))
    }
    let text = "\"a\" is asked for twice in this run. Give each decision a key of its own."
    #expect(try await told({ _ in }, then: twice).error?.description == text)
    #expect(try await told(three, then: twice).error?.description == text)
    // In scopes of their own they are two.
    let scopes = { (run: DurableScope) async throws in
      try await run.decide("a", question(1))
      try await run.scope("a").decide("a", question(1))
    }
    #expect(try await told({ _ in }, then: scopes).error == nil)
  }

  @Test(arguments: [
    ("", "it has an empty part"), ("a/b", "it has a slash, which stands between scopes"),
    ("a\nb", "it has a control character"),
    (String(repeating: "x", count: 201), "it has a part of more than 200 bytes"),
  ])
  func `a key that cannot be one`(key: String, problem: String) async throws {
    let (error, journal, calls) = try await told({ _ in }, then: { try await $0.decide(key, question(1)) })
    #expect(error?.description == "\"\(key)\" cannot be the key of a decision: \(problem).")
    #expect(journal.decisions.isEmpty && calls == 0)
  }

  @Test func `a run of another name, model or k`() async throws {
    let (_, journal, _) = try await told(three, then: three)
    let other = try await durableError {
      _ = try await DurableRun("u", model: model, rules: VotingRules(k: 2), journal: journal)
    }
    #expect(other?.description.contains("task.name was t and is now u") == true)
    let lead = try await durableError {
      _ = try await DurableRun("t", model: model, rules: VotingRules(k: 3), journal: journal)
    }
    #expect(lead?.description.contains("k was 2 and is now 3") == true)
  }

  /// A question with a lead of its own.
  private struct Led: Question {
    let k: Int
    var prompt: Prompt { Prompt("1") }
    var identity: [String: String] { ["reader": "a number"] }
    func answer(in reply: String) throws(Flagged) -> Int { 1 }
    func rules(_ rules: VotingRules) -> VotingRules {
      var rules = rules
      rules.k = k
      return rules
    }
  }
}

/// Ends code before its end, as a crash does.
struct Stopped: Error {}

/// A run whose code is stopped by ``Stopped``.
func withDurableRun(
  _ name: String, model: any LanguageModel, rules: VotingRules, journal: InMemoryJournal,
  _ body: (DurableScope) async throws -> Void, catching: (Stopped) -> Void
) async throws {
  do {
    try await withDurableRun(name, model: model, rules: rules, journal: journal) { try await body($0) }
  } catch let error as Stopped {
    catching(error)
  }
}
