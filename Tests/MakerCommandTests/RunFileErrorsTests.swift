import Foundation
import Maker
import MakerJournal
import Testing

@Suite("A run file that cannot be used is named, and left as it is", .serialized)
struct RunFileErrorsTests {
  static let commands = ["resume", "show", "verify", "export"]

  @Test("one that is there already is not overwritten")
  func exists() async throws {
    let place = try Workplace()
    try await place.finishedRun()
    let before = try place.bytes("a.run")
    expectRefusal(
      try await place.maker("run", "hanoi", "--disks", "3", "--run", "a.run"), 64, saying: "a.run", "already")
    #expect(try place.bytes("a.run") == before)
    #expect(try place.names == ["a.run"])
  }

  @Test("whatever is there already is not overwritten")
  func taken() async throws {
    let place = try Workplace()
    try place.write(Data("my thesis".utf8), to: "thesis.txt")
    try FileManager.default.createDirectory(atPath: place.path("folder"), withIntermediateDirectories: true)
    for name in ["thesis.txt", "folder"] {
      expectRefusal(
        try await place.maker("run", "hanoi", "--disks", "3", "--run", name), 64, saying: name, "already")
    }
    #expect(try place.bytes("thesis.txt") == Data("my thesis".utf8))
    #expect(try place.names == ["folder", "thesis.txt"])
  }

  @Test("one that is missing", arguments: commands)
  func missing(command: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker(command, "none.run"), 64, saying: "none.run", "no run")
    #expect(try place.names == [])
  }

  @Test("a folder", arguments: commands)
  func folder(command: String) async throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.path("folder"), withIntermediateDirectories: true)
    expectRefusal(try await place.maker(command, "folder"), 64, saying: "folder")
  }

  @Test("a text file, an empty one, one of another program", arguments: commands)
  func foreign(command: String) async throws {
    let place = try Workplace()
    let database = Data("SQLite format 3\u{0}".utf8) + Data(count: 4080)
    for (name, data) in [
      ("text.run", Data("hello\n".utf8)), ("empty.run", Data()), ("foreign.run", database),
    ] {
      try place.write(data, to: name)
      expectRefusal(try await place.maker(command, name), 65, saying: name)
      #expect(try place.bytes(name) == data)
    }
    #expect(try place.names == ["empty.run", "foreign.run", "text.run"])
  }

  @Test("one that was cut off", arguments: commands)
  func truncated(command: String) async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 8)
    let whole = try place.bytes("a.run")
    for length in [50, 100, 5000] {
      let part = whole.prefix(length)
      try place.write(part, to: "part.run")
      expectRefusal(try await place.maker(command, "part.run"), 65, saying: "part.run")
      #expect(try place.bytes("part.run") == part)
    }
  }

  @Test("of one that is damaged, what can still be read is exported, and verify refuses it")
  func damaged() async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 8)
    let export = try await place.maker("export", "a.run")
    var data = try place.bytes("a.run")
    // The state of step 200, whose bytes are in no other place.
    let line = try #require(export.outputLines.dropFirst(200).first)
    let record = try Self.record(of: line)
    let range = try #require(data.range(of: record))
    data[range.lowerBound + record.count - 1] ^= 1
    try place.write(data, to: "a.run")
    let verified = try await place.maker("verify", "a.run", "--json")
    expectRefusal(verified, 65, saying: "a.run", "damaged")
    let partial = try await place.maker("export", "a.run")
    #expect(partial.code == 65)
    #expect(partial.outputLines == Array(export.outputLines.prefix(200)))
  }

  @Test(
    "one of another task, another configuration, or none that makes sense",
    arguments: [
      ("chess", ["disks": "3", "parser": "flagging"], "4", "chess"),
      ("hanoi", ["disks": "3", "parser": "flagging"], "4", "k was 9 and is now 4"),
      ("hanoi", ["disks": "many", "parser": "flagging"], "4", "damaged"),
      ("hanoi", ["disks": "3", "parser": "flagging"], "0", "damaged"),
    ])
  func mismatched(task: String, parameters: [String: String], k: String, words: String) async throws {
    let place = try Workplace()
    let description = RunDescription(
      task: task, parameters: parameters, model: "embedded/hanoi",
      voting: ["k": k, "temperature": "1.6", "seed": "1", "enabled": "true"], steps: 7)
    let journal = try SQLiteJournal.create(at: place.path("other.run"), description: description)
    _ = try await journal.begin(RunIdentity(facts: ["k": "9"]))
    try await journal.close()
    let outcome = try await place.maker("resume", "other.run")
    #expect(outcome.code == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try RunFile(at: place.path("other.run")).identity == RunIdentity(facts: ["k": "9"]))
  }

  @Test("a file that calls itself another run than it was begun as is not verified")
  func forged() async throws {
    let place = try Workplace()
    for (k, steps, words) in [("4", 7, "k was 9 and is now 4"), ("9", 3, "3 steps, and the task has 7")] {
      let description = RunDescription(
        task: "hanoi", parameters: ["disks": "3", "parser": "flagging"], model: "embedded/hanoi",
        voting: ["k": k, "temperature": "1.6", "seed": "1", "enabled": "true"], steps: steps)
      let journal = try SQLiteJournal.create(at: place.path("\(k).run"), description: description)
      _ = try await journal.begin(RunIdentity(facts: ["k": "9"]))
      try await journal.close()
      let outcome = try await place.maker("verify", "\(k).run", "--json")
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(try outcome.report.verified == false)
    }
  }

  /// The bytes by which a line of the export is stored: six numbers, then the disks in the order of the pegs.
  private static func record(of line: String) throws -> Data {
    let answer = try #require(jsonObject(line)["answer"] as? [String: Any])
    let move = try #require(answer["move"] as? [Int])
    let pegs = try #require(answer["next_state"] as? [[Int]])
    return Data((move + pegs.map(\.count) + pegs.flatMap(\.self)).map(UInt8.init))
  }
}
