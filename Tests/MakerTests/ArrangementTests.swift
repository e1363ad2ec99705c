import Maker
import MakerTesting
import Synchronization
import Testing

/// Choices are shown to each sample in an order of its own.
@Suite struct ArrangementTests {
  /// Which word is right; the choices are numbered from 1 in the order of the arrangement.
  private struct Choice: Question {
    let words: [String]
    let prompt = Prompt("base")
    let identity = ["reader": "choice"]
    var arrangements: Int { Arrangement.count(of: words.count) }

    private func order(_ number: Int) -> [String] {
      Arrangement(number: number, of: words.count).order.map { words[$0] }
    }
    func prompt(arrangement: Int) -> Prompt { Prompt(order(arrangement).joined(separator: " ")) }
    func answer(in reply: String) throws(Flagged) -> String { try answer(in: reply, arrangement: 0) }
    func answer(in reply: String, arrangement: Int) throws(Flagged) -> String {
      guard let number = Int(reply), 1...words.count ~= number else { throw Flagged(.malformed, reply) }
      return order(arrangement)[number - 1]
    }
  }

  /// Finds the word `right` in what it is asked.
  private func finding() -> ClosureModel {
    ClosureModel { prompt, _ in
      let words = prompt.content.split(separator: " ").map(String.init)
      return Response("\(1 + (words.firstIndex(of: "right") ?? 98))")
    }
  }

  @Test func `every order has one number, sorted as words are`() {
    for things in 0...7 {
      let orders = (0..<Arrangement.count(of: things)).map { Arrangement(number: $0, of: things).order }
      #expect(orders.allSatisfy { $0.sorted() == Array(0..<things) })
      #expect(zip(orders, orders.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
      #expect(orders.first == Array(0..<things))
    }
    #expect(Arrangement.count(of: 12) == 479_001_600)
    #expect(
      Arrangement(number: 479_001_599, of: 12).order == Array((0..<12).reversed()))
  }

  @Test func `each vote sees an order of its own, and all vote for the same thing`() async throws {
    let journal = InMemoryJournal()
    let question = Choice(words: ["left", "right", "up", "down", "on"])
    let rules = VotingRules(k: 40, seed: 3)
    let answer = try await withDurableRun("t", model: finding(), rules: rules, journal: journal) { run in
      try await run.decide("word", question)
    }
    #expect(answer == "right")
    let samples = journal.decisions[0].samples
    #expect(samples.count == 40 && samples.allSatisfy { $0.flag == nil })
    #expect(Set(samples.map(\.request.wording)).count > 25)
    // No place is preferred: of 40 drawn orders the word stands at each of five places in some.
    #expect(Set(samples.map(\.response.content)) == ["1", "2", "3", "4", "5"])
  }

  @Test func `a model that prefers a place does not decide`() async throws {
    let first = ClosureModel { _, _ in Response("1") }
    let question = Choice(words: ["left", "right", "up"])
    let rules = VotingRules(k: 8, seed: 3, limits: StepLimits(samplesPerStep: 30))
    let poll = try await withDurableRun("t", model: first, rules: rules) { run in
      try await run.poll("word", question)
    }
    #expect(poll.answer == nil)
    #expect(poll.candidates.count == 3)
  }

  @Test func `models that answer several samples at once are asked in as many ways`() async throws {
    let rules = VotingRules(k: 12, seed: 3)
    let question = Choice(words: ["left", "right", "up"])
    let journals = [InMemoryJournal(), InMemoryJournal()]
    let models: [any LanguageModel] = [finding(), MultisampleModel(finding())]
    for (model, journal) in zip(models, journals) {
      _ = try await withDurableRun("t", model: model, rules: rules, journal: journal) { run in
        try await run.decide("word", question)
      }
    }
    #expect(journals[0].decisions.map(\.timeless) == journals[1].decisions.map(\.timeless))
  }

  @Test func `samples of an earlier session are read in the order they were asked in`() async throws {
    let journal = InMemoryJournal()
    let question = Choice(words: ["left", "right", "up", "down"])
    let rules = VotingRules(k: 9, seed: 3)
    let failing = Mutex(0)
    let base = finding()
    let breaking = ClosureModel { prompt, options throws(LanguageModelError) in
      let count = failing.withLock { count in
        count += 1
        return count
      }
      if count > 5 { throw LanguageModelError(.unavailable, "down") }
      return try await base.respond(to: prompt, options: options)
    }
    let error = try await durableError {
      try await withDurableRun("t", model: breaking, rules: rules, journal: journal) { run in
        _ = try await run.decide("word", question)
      }
    }
    #expect(error != nil)
    #expect((journal.resumePoint?.openSamples.count ?? 0) >= 5)
    let answer = try await withDurableRun("t", model: base, rules: rules, journal: journal) { run in
      try await run.decide("word", question)
    }
    #expect(answer == "right")
    #expect(journal.decisions[0].samples.allSatisfy { $0.flag == nil })
  }
}
