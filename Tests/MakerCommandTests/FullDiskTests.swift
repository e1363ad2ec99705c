import Foundation
import Testing

@Suite("A place that cannot be written is named, and nothing that is there is lost")
struct FullDiskTests {
  @Test("a folder that cannot be made, and one that takes no file")
  func unwritable() async throws {
    let place = try Workplace()
    try place.write(Data("x".utf8), to: "file")
    expectRefusal(
      try await place.maker("run", "hanoi", "--disks", "3", "--run", "file/a.run"), 75, saying: "file")
    #expect(try place.bytes("file") == Data("x".utf8))
    expectRefusal(
      try await place.maker("run", "hanoi", "--disks", "3", "--run", "/dev/null/a.run"), 75,
      saying: "/dev/null")
  }

  @Test("a run that finds no space to begin leaves nothing behind")
  func noSpaceToBegin() async throws {
    let place = try Workplace()
    // Files may grow to 5 KB (10 blocks of 512 bytes, whichever the shell counts in).
    let outcome = try await place.shell("ulimit -f 5; exec $MAKER run hanoi --disks 3 --run a.run")
    expectRefusal(outcome, 75, saying: "a.run")
    #expect(try place.names == [])
  }

  @Test("a run that fills the disk stops, keeps what it decided, and is resumed to the same end")
  func fillsTheDisk() async throws {
    let place = try Workplace()
    let outcome = try await place.shell(
      "ulimit -f 400; exec $MAKER run hanoi --disks 8 --record all --run a.run --commit-ms 0")
    #expect(outcome.code == 75)
    let complaints = outcome.errorLines.filter { $0.contains("a.run") && $0.hasPrefix("maker: ") }
    #expect(complaints.count == 2, "the announcement and one complaint: \(outcome.errors)")
    let stopped = try await place.maker("verify", "a.run", "--json")
    #expect(stopped.code == 0, "\(stopped.errors)")
    let decided = try stopped.report.decided
    #expect(decided > 0 && decided < 255)

    let resumed = try await place.maker("resume", "a.run", "--record", "all", "--json")
    #expect(resumed.code == 0, "\(resumed.errors)")
    let undisturbed = try await place.finishedRun("b.run", disks: 8)
    #expect(try resumed.report.timeless == undisturbed.report.timeless)
    #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
  }
}
