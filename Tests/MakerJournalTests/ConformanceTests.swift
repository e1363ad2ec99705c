import Maker
import MakerJournal
import MakerTesting
import Testing

@Suite("The run file keeps what every journal must keep")
struct ConformanceTests {
  @Test("when it commits every decision", arguments: JournalConformance.Check.allCases)
  func everyDecision(_ check: JournalConformance.Check) async throws {
    try await verify(check, .everyDecision)
  }

  @Test("when it commits in groups", arguments: JournalConformance.Check.allCases)
  func groups(_ check: JournalConformance.Check) async throws {
    try await verify(check, .within(.milliseconds(5)))
  }

  @Test("when it commits only because it is asked to", arguments: JournalConformance.Check.allCases)
  func onFlush(_ check: JournalConformance.Check) async throws {
    try await verify(check, .within(.seconds(3_600)))
  }

  private func verify(_ check: JournalConformance.Check, _ commit: JournalOptions.Commit) async throws {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: commit)
    try await JournalConformance(
      make: { try SQLiteJournal.create(at: folder.path("a.run"), description: .example, options: options) },
      reopen: { journal in
        try await (journal as? SQLiteJournal)?.close()
        return try SQLiteJournal.open(at: folder.path("a.run"), options: options)
      }
    ).verify(check)
  }
}
