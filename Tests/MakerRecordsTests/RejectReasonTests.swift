import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct RejectReasonTests {
  private let folder: RecordFolder
  private let task: RecordTask

  init() throws {
    folder = try RecordFolder()
    task = try RecordTask(
      folder.source(csv: "n\n1\n"), agents("name: say\nprompt: '{{n}}'\nanswer: {pattern: '(?<v>.+)'}"))
  }

  private func reason(_ limit: StepLimit) -> String? {
    task.undecided(.limit(limit), at: RecordState(index: 0))?.answer.rejection
  }

  @Test func `a record that did not decide says which limit it reached`() {
    #expect(reason(.samplesPerStep(25)) == "not decided within 25 samples")
    #expect(reason(.attemptsPerSlot(4)) == "4 samples for one vote were all red-flagged")
    #expect(reason(.timePerStep(.seconds(1))) == nil)
  }

  @Test func `rejects are counted by reasons of bounded length`() {
    #expect(RejectReason.kind(of: "it has 1 field") == "it has 1 field")
    #expect(RejectReason.kind(of: String(repeating: "y", count: 1_000)).count == 200)
  }

  @Test func `records that are too long for the model are of one kind, whatever a provider says of each`()
    throws
  {
    let error = LanguageModelError(.exceededContextWindowSize, "9,123 tokens: 8,192 at most")
    let reason = try #require(
      task.undecided(.model(error), at: RecordState(index: 0))?.answer.rejection)
    #expect(reason == "it is too long for the model: 9,123 tokens: 8,192 at most")
    #expect(RejectReason.kind(of: reason) == "it is too long for the model")
    #expect(RejectReason.kind(of: "read-invoice: " + reason) == "read-invoice: it is too long for the model")
    let other = "the record has a field: it is too long for the model: x"
    #expect(RejectReason.kind(of: other) == other)
    #expect(RejectReason.kind(of: "not: it is too long") == "not: it is too long")
  }
}
