import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A run's configuration can be changed, and what the run is cannot")
struct AmendTests {
  @Test("values are put in, replaced and removed; identity and the rest stay as they were")
  func amend() async throws {
    let folder = try TemporaryFolder()
    let journal = try await SQLiteJournal.example(at: folder.path("a.run"), decisions: 5)
    try await journal.amend(configuration: ["max_cost_usd": "1.5", "note": "new"])
    try await journal.amend(configuration: ["max_cost_usd": "2.5", "note": nil, "nothing": nil])
    var expected = RunDescription.example
    expected.configuration = ["max_cost_usd": "2.5"]
    #expect(journal.description == expected)
    // On disk at once, for whoever reads beside the run.
    #expect(try RunFile(at: folder.path("a.run")).description == expected)
    try await journal.append(.decided(.example(5)))
    try await journal.close()
    let file = try RunFile(at: folder.path("a.run"))
    #expect(file.description == expected)
    #expect(file.identity == .example)
    try file.check()
    let again = try SQLiteJournal.open(at: folder.path("a.run"))
    #expect(again.description == expected)
    #expect(try await again.begin(.example)?.step == 6)
    try await again.close()
  }

  @Test("before the run begins it has no identity afterwards either")
  func beforeBegin() async throws {
    let folder = try TemporaryFolder()
    let journal = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
    try await journal.amend(configuration: ["a": "b"])
    #expect(try RunFile(at: folder.path("a.run")).identity == nil)
    #expect(try await journal.begin(.example) == nil)
    try await journal.close()
    #expect(try RunFile(at: folder.path("a.run")).identity == .example)
    #expect(try RunFile(at: folder.path("a.run")).description.configuration["a"] == "b")
  }

  @Test("a journal that is closed, or that could not write, changes nothing")
  func refused() async throws {
    let disk = try SimulatedDisk()
    let path = disk.folder.path("a.run")
    let journal = try await SQLiteJournal.example(at: path, decisions: 5)
    disk.set(.full(afterBytes: 0))
    #expect(try await code { try await journal.amend(configuration: ["a": "b"]) } == .unwritable)
    #expect(journal.description == .example)
    disk.set(.none)
    try await journal.amend(configuration: ["c": "d"])
    try await journal.close()
    let error = try await failure { try await journal.amend(configuration: ["e": "f"]) }
    #expect(error?.code == .unwritable)
    #expect(error?.message.contains("is closed") == true)
    #expect(try RunFile(at: path).description.configuration["a"] == nil)
    #expect(try RunFile(at: path).description.configuration["c"] == "d")
    #expect(try RunFile(at: path).description.configuration["e"] == nil)
  }

  @Test("a power cut leaves the new values")
  func powerCut() async throws {
    let disk = try SimulatedDisk()
    let options = JournalOptions(commit: .within(.seconds(3_600)))
    let journal = try await SQLiteJournal.example(
      at: disk.folder.path("a.run"), decisions: 5, options: options)
    try await journal.append(.decided(.example(5)))
    try await journal.amend(configuration: ["max_cost_usd": "1"])
    let left = try TemporaryFolder()
    try disk.cutPower(into: left)
    #expect(try RunFile(at: left.path("a.run")).description.configuration["max_cost_usd"] == "1")
    #expect(try RunFile(at: left.path("a.run")).progress().step == 6)
    try await journal.close()
  }
}
