import Foundation
import Maker
import MakerPrograms
import Testing

extension Processes {
  /// The program that checks the new lines of Examples/Uses/migration.
  @Suite struct MigrationCheckTests {
    private let program: CheckProgram

    init() throws {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples/Uses/migration")
      do throws(ProgramFailure) {
        program = try CheckProgram(ProgramCommand(["python3", "check.py"], in: folder.path))
      } catch {
        if error.kind == .notStarted {
          Issue.record("The uses need python3, which is not there; apt-get install python3 brings it.")
        }
        throw error
      }
    }

    private func answer(_ line: String) throws -> ProgramAnswer {
      let text = String(decoding: try JSONEncoder().encode(["line": line]), as: UTF8.self)
      return try ProgramAnswer(json: text)
    }

    private func flag(_ line: String) throws -> FlagKind? {
      let (answer, record) = (try answer(line), try ProgramAnswer(json: "null"))
      do throws(Flagged) {
        try program.check(answer, in: line, record: record)
        return nil
      } catch {
        return error.kind
      }
    }

    @Test(arguments: [
      "found = store.get(\"a\", default=None)", "if user not in group.members:", "elif ready:",
      "# store.get_item() was here", "size = shelf.get_item(1)", "return [store.get(name) for name in names]",
      "text = \"log_event(a)\"", "from kit import http, store",
    ])
    func `a new line may vote`(line: String) throws { #expect(try flag(line) == nil) }

    @Test(arguments: [
      "found = store.get_item(\"a\")", "if not is_member(group, user):", "from oldkit import store",
      "events.emit(\"a\", store.get_item(\"b\"), level=\"info\")", "reply = fetch(address)",
    ])
    func `a line with an old call is flagged`(line: String) throws {
      #expect(try flag(line) == FlagKind(rawValue: "old_call"))
    }

    @Test(arguments: ["found = store.get(", "The new line is: x", "return = 1", "x = \"a"])
    func `what is no Python is flagged`(line: String) throws {
      #expect(try flag(line) == FlagKind(rawValue: "no_python"))
    }

    @Test func `lines that differ in quotes and spaces are one vote`() throws {
      let one = try program.vote(for: answer("store.set(\"a\", value, expire_seconds=60 * minutes)"))
      #expect(try program.vote(for: answer("store.set('a',value, expire_seconds = 60*minutes)")) == one)
      #expect(try program.vote(for: answer("store.set('a', value, expire_seconds=minutes)")) != one)
      #expect(try program.vote(for: answer("# one")) != program.vote(for: answer("# two")))
      #expect(program.failure == nil)
    }
  }
}
