import Maker
import MakerCommand
import MakerRecords
import Testing

@Suite("What cannot be read ends a command with one sentence and the code of its kind")
struct ReadingFailureTests {
  @Test("a run file, its answers, and its records")
  func codes() throws {
    let answer = try #require(CommandFailure.ofReading(MalformedRecord("an answer")) as? CommandFailure)
    #expect(answer.code == .data && answer.message?.contains("an answer") == true)
    let journal = try #require(
      CommandFailure.ofReading(JournalError(.corrupt, "It is damaged.")) as? CommandFailure)
    #expect(journal.code == .data && journal.message == "It is damaged.")
    let place = try Workplace()
    let missing = #expect(throws: RecordFailure.self) {
      try RecordSource(scanning: place.path("in.csv"), as: .csv)
    }
    let cause = try #require(missing)
    let records = try #require(CommandFailure.ofReading(cause) as? CommandFailure)
    #expect(records.code == .usage && records.message?.contains("in.csv") == true)
    #expect(CommandFailure.ofReading(CancellationError()) is CancellationError)
  }
}
