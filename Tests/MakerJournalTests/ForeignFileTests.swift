import Foundation
import Maker
import MakerJournal
import Testing

@Suite("What is no run file is refused in one sentence and left as it is", .serialized)
struct ForeignFileTests {
  /// How something that is no run file gets to a path, and what is said about it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: JournalError.Code
    let words: String
    let make: @Sendable (_ path: String) async throws -> Void
  }

  static let cases: [Case] = [
    Case(testDescription: "nothing", code: .missing, words: "There is no run file at") { _ in },
    Case(testDescription: "a folder", code: .unreadable, words: "is a folder") {
      try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false)
    },
    Case(testDescription: "an empty file", code: .corrupt, words: "is empty") {
      try Data().write(to: URL(fileURLWithPath: $0))
    },
    Case(testDescription: "a short text", code: .corrupt, words: "is not a run file") {
      try Data("hello\n".utf8).write(to: URL(fileURLWithPath: $0))
    },
    Case(testDescription: "a long text", code: .corrupt, words: "is not a run file") {
      try Data(repeating: 0x61, count: 100_000).write(to: URL(fileURLWithPath: $0))
    },
    Case(testDescription: "the beginning of a database", code: .corrupt, words: "is damaged") {
      try Data("SQLite format 3\u{0}\u{10}".utf8).write(to: URL(fileURLWithPath: $0))
    },
    Case(testDescription: "another program's database", code: .corrupt, words: "of another program") {
      try SQL.execute("PRAGMA journal_mode = WAL; CREATE TABLE run (id); PRAGMA application_id = 77", at: $0)
    },
    Case(testDescription: "a run file of a later version", code: .newer, words: "newer version") {
      try await SQLiteJournal.example(at: $0, decisions: 3).close()
      try SQL.execute("PRAGMA user_version = 4", at: $0)
    },
    Case(testDescription: "a run file with a later migration", code: .newer, words: "newer version") {
      try await SQLiteJournal.example(at: $0, decisions: 3).close()
      try SQL.execute("INSERT INTO grdb_migrations VALUES ('4: more')", at: $0)
    },
    Case(testDescription: "a database with our number and nothing in it", code: .corrupt, words: "is damaged")
    {
      try SQL.execute("CREATE TABLE t (x); PRAGMA application_id = \(0x4D41_4B52)", at: $0)
    },
  ]

  @Test("to go on with", arguments: cases)
  func open(_ foreign: Case) async throws {
    try await expectRefusal(foreign) { _ = try SQLiteJournal.open(at: $0) }
  }

  @Test("to read", arguments: cases)
  func read(_ foreign: Case) async throws {
    try await expectRefusal(foreign) { _ = try RunFile(at: $0) }
  }

  @Test("in the place of a new run, whatever it is", arguments: cases.dropFirst())
  func create(_ foreign: Case) async throws {
    let folder = try TemporaryFolder()
    try await foreign.make(folder.path("a.run"))
    let before = try contents(folder)
    let error = try await failure {
      _ = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
    }
    #expect(error?.code == .exists)
    #expect(error?.message.contains(folder.path("a.run")) == true)
    #expect(try contents(folder) == before)
  }

  @Test("a log that was left behind is not taken for a new run's")
  func strayLog() async throws {
    let folder = try TemporaryFolder()
    try Data([1, 2, 3]).write(to: folder.url.appendingPathComponent("a.run-wal"))
    #expect(
      try await code {
        _ = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
      } == .exists)
    #expect(try folder.names == ["a.run-wal"])
  }

  @Test("folders on the way to a new run are made; a file on the way is said")
  func folders() async throws {
    let folder = try TemporaryFolder()
    try await SQLiteJournal.create(at: folder.path("x/y/a.run"), description: .example).close()
    #expect(try RunFile(at: folder.path("x/y/a.run")).description == .example)
    #expect(
      try await code {
        _ = try SQLiteJournal.create(at: folder.path("x/y/a.run/b.run"), description: .example)
      } == .unwritable)
    #expect(try await code { _ = try RunFile(at: folder.path("x/y/a.run/b.run")) } == .missing)
    #expect(try await code { _ = try RunFile(at: "") } == .missing)
  }

  private func expectRefusal(_ foreign: Case, _ body: (String) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    try await foreign.make(folder.path("a.run"))
    let before = try contents(folder)
    let error = try await failure { try await body(folder.path("a.run")) }
    #expect(error?.code == foreign.code)
    #expect(error?.message.contains(foreign.words) == true, "\(error?.message ?? "no error")")
    #expect(error?.message.contains(folder.path("a.run")) == true)
    #expect(try contents(folder) == before)
  }

  /// Every file of a folder with its bytes.
  private func contents(_ folder: TemporaryFolder) throws -> [String: Data?] {
    Dictionary(
      uniqueKeysWithValues: try folder.names.map {
        ($0, try? Data(contentsOf: folder.url.appendingPathComponent($0)))
      })
  }
}
