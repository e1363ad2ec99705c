import Foundation
import Maker
import MakerJournal
import Testing

@Suite("Batches at a provider are on record as long as they can be fetched", .serialized)
struct BatchTests {
  @Test("all of them are read back, in the order of their first record, settled ones too")
  func read() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    for number in [3, 1, 2] { try await journal.append(.batch(.example(number))) }
    try await journal.append(.batch(.example(1, isSettled: true)))
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try file.batches() == [.example(3), .example(1, isSettled: true), .example(2)])
    try file.check()
    try await journal.close()
    #expect(try file.batches().count == 3)
  }

  @Test("a batch does not disturb the samples of an open step, nor they it")
  func openStep() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    let open = [Sample.example(step: 5, slot: 0), .full(step: 5, slot: 1)]
    try await journal.append(.open(step: 5, samples: open))
    try await journal.append(.batch(.example(1)))
    #expect(try RunFile(at: folder.path("a.run")).openSamples() == open)
    try await journal.append(.decided(.example(5)))
    let file = try RunFile(at: folder.path("a.run"))
    #expect(try file.openSamples() == [])
    #expect(try file.samples(of: 5) == [])
    #expect(try file.batches() == [.example(1)])
    try await journal.close()
  }

  @Test("a batch alone is enough to go on from")
  func nothingDecided() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 0)
    try await journal.append(.batch(.example(1)))
    try await journal.close()
    let again = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(
      try await again.begin(.example)
        == ResumePoint(step: 0, state: nil, tally: Tally(), batches: [.example(1)]))
    try await again.append(.batch(.example(1, isSettled: true)))
    try await again.close()
    let last = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(try await last.begin(.example) == nil)
    try await last.close()
  }

  @Test("a closed journal takes no batch, nor does one whose commit failed")
  func refused() async throws {
    let disk = try SimulatedDisk()
    let options = JournalOptions(commit: .within(.seconds(3_600)))
    let journal = try await SQLiteJournal.example(
      at: disk.folder.path("a.run"), decisions: 5, options: options)
    disk.set(.full(afterBytes: 0))
    #expect(try await code { try await journal.append(.batch(.example(1))) } == .unwritable)
    disk.set(.none)
    #expect(try await code { try await journal.append(.batch(.example(1))) } == .unwritable)
    _ = try await failure { try await journal.close() }
    #expect(try await failure { try await journal.append(.batch(.example(1))) }?.code == .unwritable)
    #expect(try RunFile(at: disk.folder.path("a.run")).batches() == [])
  }
}
