import Foundation
import Maker
import MakerJournal
import Testing

@Suite("What no reader would believe is not written", .serialized)
struct NumberTests {
  private static let absurd: [@Sendable (inout DecisionRecord) -> Void] = [
    { $0.samples[0].response.usage.inputTokens = -1 },
    { $0.samples[0].response.usage.cachedInputTokens = .max },
    { $0.samples[1].response.usage.reasoningTokens = .min },
    { $0.samples[0].response.tries = [Try(failure: "", latencyMs: .nan)] },
    { $0.samples[0].response.tries = [Try(failure: "", usage: Usage(inputTokens: .max), latencyMs: 0)] },
    { $0.samples[0].latency = .seconds(Int64.max) },
    { $0.samples[0].latency = .seconds(-1) },
    { $0.tally.ledger.enter(Response("", usage: Usage(outputTokens: .max / 2))) },
    { $0.tally.samples = -1 },
    { $0.tally.flags = [.malformed: .max, .overlong: 1] },
    { $0.ruling = Ruling(by: "", time: .infinity) },
    {
      $0.samples[0].request = SampleRequest(slot: 0, attempt: 0, temperature: 1, seed: 0, model: -1)
    },
  ]

  @Test(
    "a decision with such a number is refused whole, and the run can be resumed", arguments: absurd.indices)
  func decision(_ index: Int) async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(
      at: folder.path("a.run"), decisions: 5, options: JournalOptions(record: .all))
    var decision = DecisionRecord.example(5)
    Self.absurd[index](&decision)
    let error = try await failure { try await journal.append(.decided(decision)) }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains("cannot keep") == true, "\(error?.message ?? "")")
    _ = try await failure { try await journal.close() }
    try await expectFive(folder)
  }

  @Test("nor an open sample or a batch with one")
  func others() async throws {
    var sample = Sample.example(step: 5, slot: 0)
    sample.response.usage.outputTokens = -5
    var batch = BatchRecord.example(1)
    batch.requests = -1
    for entry in [JournalEntry.open(step: 5, samples: [sample]), .batch(batch)] {
      let folder = try TemporaryFolder()
      let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
      #expect(try await code { try await journal.append(entry) } == .unwritable)
      _ = try await failure { try await journal.close() }
      try await expectFive(folder)
    }
  }

  @Test("chances of which one is no number are left out, and the sample is kept")
  func logprobs() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    var sample = Sample.full(step: 5, slot: 0)
    sample.response.logprobs = [-0.5, -.infinity]
    try await journal.append(.open(step: 5, samples: [sample]))
    try await journal.close()
    sample.response.logprobs = []
    #expect(try RunFile(at: folder.path("a.run")).openSamples() == [sample])
  }

  private func expectFive(_ folder: TemporaryFolder) async throws {
    try RunFile(at: folder.path("a.run")).check()
    let again = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(try await again.begin(.example)?.step == 5)
    try await again.append(.decided(.example(5)))
    try await again.close()
  }
}
