import Maker
import MakerTesting
import Testing

/// Durable code that was stopped anywhere, in any way, ends as if it had not been.
@Suite struct DurableCrashTests {
  private let errand = Errand(branches: 3, length: 2)

  private func undisturbed() async throws -> (journal: InMemoryJournal, calls: Int) {
    let journal = InMemoryJournal()
    let model = FaultyModel(Errand.model(), failing: [:])
    #expect(try await errand.finished(model, journal) == errand.right)
    return (journal, model.callCount)
  }

  @Test func `after a crash behind any entry nothing recorded is sampled again`() async throws {
    let (whole, calls) = try await undisturbed()
    for entries in 0...whole.entries.count {
      let crashed = whole.crashed(after: entries)
      let recorded = crashed.decisions.last?.tally.samples ?? 0
      let model = FaultyModel(Errand.model(), failing: [:])
      #expect(try await errand.finished(model, crashed) == errand.right)
      #expect(model.callCount == calls - recorded)
      #expect(crashed.ballots == whole.ballots)
      #expect(crashed.decisions.last?.tally == whole.decisions.last?.tally)
    }
  }

  @Test func `after a model failure at any call nothing is paid for twice`() async throws {
    let (whole, calls) = try await undisturbed()
    #expect(calls > 30)
    for call in 0..<calls {
      let journal = InMemoryJournal()
      let gone = LanguageModelError(.unavailable, "The server is gone.")
      let failing = FaultyModel(Errand.model(), failing: [call: gone])
      let error = try await durableError { _ = try await errand.finished(failing, journal) }
      // A branch that was cancelled with the others may be the first to tell.
      #expect(error != nil && !journal.isFinished)

      let model = FaultyModel(Errand.model(), failing: [:])
      #expect(try await errand.finished(model, journal) == errand.right)
      #expect(journal.ballots == whole.ballots)
      #expect(journal.decisions.last?.tally == whole.decisions.last?.tally)
      #expect(failing.callCount - 1 + model.callCount == calls)
    }
  }

  @Test func `session after session that fails, as long as each brings one reply`() async throws {
    let (whole, calls) = try await undisturbed()
    let journal = InMemoryJournal()
    let gone = LanguageModelError(.unavailable, "The server is gone.")
    var paid = 0
    for _ in 0..<2 * calls {
      let model = FaultyModel(Errand.model(), failing: [3: gone])
      let error = try await durableError { _ = try await errand.finished(model, journal, width: 1) }
      paid += model.callCount - (error == nil ? 0 : 1)
      if error == nil { break }
    }
    #expect(paid == calls && journal.isFinished)
    #expect(journal.ballots == whole.ballots)
  }

  @Test func `a journal that fails at any entry ends the run, and what it kept is gone on from`() async throws
  {
    let (whole, _) = try await undisturbed()
    for entry in 0..<whole.entries.count {
      let journal = InMemoryJournal()
      let failing = FaultyJournal(journal, failingAt: [entry])
      let error = try await durableError { _ = try await errand.finished(Errand.model(), failing) }
      #expect(error != nil)
      #expect(journal.decisions.count == entry)
      #expect(try await errand.finished(Errand.model(), journal) == errand.right)
      #expect(journal.ballots == whole.ballots)
    }
  }

  @Test func `a record whose decisions do not lead to its state is damaged`() async throws {
    let (whole, _) = try await undisturbed()
    var entries = whole.entries
    guard case .decided(var record) = entries[2] else { return }
    let answer = try KeyedAnswer(record: record.answer)
    record.answer = Array(
      String(decoding: record.answer, as: UTF8.self).replacing(answer.answerJSON, with: "1").utf8)
    entries[2] = .decided(record)
    let error = try await durableError {
      _ = try await errand.finished(
        Errand.model(), InMemoryJournal(identity: whole.identity, entries: entries))
    }
    guard case .journal(let cause)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause.code == .corrupt)
  }
}
