import Foundation
import Testing

@Suite("A standard output that ends early costs words, never a run")
struct StandardOutputTests {
  @Test("a reader that has seen enough")
  func reader() async throws {
    let place = try Workplace()
    try await place.finishedRun(disks: 10, "--record", "none")
    let whole = try await place.maker("export", "a.run")
    // More than a pipe holds.
    #expect(whole.output.utf8.count > 200_000)
    let before = try place.bytes("a.run")
    let outcome = try await place.shell("{ $MAKER export a.run; echo $? > code; } | head -n 1")
    #expect(outcome.outputLines == [whole.outputLines[0]])
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("maker: Standard output ended early"))
    #expect(try place.bytes("code") == Data("1\n".utf8))
    #expect(try place.bytes("a.run") == before)
  }

  @Test("closed from the beginning", arguments: ["export", "show", "verify"])
  func closed(command: String) async throws {
    let place = try Workplace()
    try await place.finishedRun()
    let before = try place.bytes("a.run")
    expectRefusal(try await place.shell("exec $MAKER \(command) a.run >&-"), 1, saying: "Standard output")
    #expect(try place.bytes("a.run") == before)
  }

  @Test("a run without one is done all the same, and says where it is")
  func run() async throws {
    let place = try Workplace()
    let outcome = try await place.shell("exec $MAKER run hanoi --disks 5 --run a.run >&-")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("Standard output ended early"))
    #expect(outcome.errors.contains("The run is in a.run."))
    let verified = try await place.maker("verify", "a.run", "--json")
    #expect(verified.code == 0)
    #expect(try verified.report.status == "done")
  }

  @Test("a run without input, output or errors writes its file and nothing else")
  func allClosed() async throws {
    let place = try Workplace()
    let outcome = try await place.shell("exec $MAKER run hanoi --disks 5 --run a.run <&- >&- 2>&-")
    #expect(outcome.code == 1)
    #expect(outcome.output == "" && outcome.errors == "")
    #expect(try place.names == ["a.run"])
    #expect(try await place.maker("verify", "a.run").code == 0)
  }

  #if os(Linux)
    @Test(
      "a full disk under it", arguments: ["export a.run", "show a.run", "run hanoi --disks 3 --run b.run"])
    func full(command: String) async throws {
      let place = try Workplace()
      try await place.finishedRun()
      let outcome = try await place.shell("exec $MAKER \(command) > /dev/full")
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("No space left"), "\(outcome.errors)")
      #expect(try await place.maker("verify", "a.run").code == 0)
    }
  #endif
}
