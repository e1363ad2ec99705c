import Foundation
import Testing

@Suite("Runs are kept in runs/ and found by name")
struct RunFolderTests {
  @Test("an empty folder has none, and says how to start one")
  func none() async throws {
    let place = try Workplace()
    let runs = try await place.maker("runs")
    #expect(runs.code == 0 && runs.output == "")
    #expect(runs.errors.contains("maker run hanoi"))
    #expect(try await place.maker("runs", "--json").output == "[]\n")
    expectRefusal(try await place.maker("show", "latest"), 64, saying: "maker run hanoi")
    #expect(try place.names == [])
  }

  @Test("a new run gets a readable name of its own")
  func names() async throws {
    let place = try Workplace()
    for _ in 0..<3 { #expect(try await place.maker("run", "hanoi", "--disks", "2").code == 0) }
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("runs"))
    #expect(Set(names).count == 3)
    for name in names {
      #expect(name.wholeMatch(of: /hanoi-2-\d{4}-\d\d-\d\d-\d{6}(-\d)?\.run/) != nil, "\(name)")
    }
  }

  @Test("one is named by its path, its name, or its name without the ending")
  func reference() async throws {
    let place = try Workplace()
    try await place.finishedRun("runs/mine.run")
    for reference in ["runs/mine.run", "mine.run", "mine", place.path("runs/mine.run")] {
      let shown = try await place.maker("show", reference, "--json")
      #expect(shown.code == 0)
      #expect(try shown.report.decided == 7)
    }
  }

  @Test("latest is the one that was worked on last")
  func latest() async throws {
    let place = try Workplace()
    let stopped = try await place.maker(
      "run", "hanoi", "--disks", "5", "--temperature", "3", "--max-samples", "4", "--run", "runs/z.run")
    #expect(stopped.code == 75)
    try await place.finishedRun("runs/a.run")
    #expect(try await place.maker("show", "latest", "--json").report.run == "runs/a.run")
    _ = try await place.maker("resume", "z", "--max-samples", "5")
    #expect(try await place.maker("show", "latest", "--json").report.run == "runs/z.run")
  }

  @Test("a line tells what each does, how far it is and why it stopped, on a terminal behind a head")
  func listed() async throws {
    let place = try Workplace()
    try await place.finishedRun("runs/a.run")
    let stopped = try await place.maker(
      "run", "hanoi", "--disks", "8", "--run", "runs/b.run", "--max-steps", "100")
    #expect(stopped.code == 75)
    let lines = try await place.maker("runs").outputLines
    #expect(
      lines.count == 2 && lines[0].contains("7 steps (100.0 %) ") && lines[0].hasSuffix("  done"), "\(lines)")
    for word in ["runs/b.run", "hanoi", "8 disks", "embedded/hanoi", "stopped: cap on steps"] {
      #expect(lines[1].contains(word), "\(lines)")
    }
    let listed = try await place.maker("runs", "--json").output
    #expect(listed.contains("\"reason\":\"cap on steps\"") && listed.contains("\"input\":\"8 disks\""))
    let terminal = try Terminal()
    let shell = try MakerProcess(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "\"$MAKER\" runs >&2"], in: place.url,
      capture: place.path("captured"), errors: terminal.device)
    #expect(try await shell.outcome().code == 0)
    let head = terminal.text().split(separator: "\n").first.map { $0.split(separator: " ") } ?? []
    #expect(head.prefix(5) == ["run", "task", "input", "model", "decided"], "\(head)")
  }

  @Test("a file that cannot be read does not hide the others")
  func unreadable() async throws {
    let place = try Workplace()
    try await place.finishedRun("runs/good.run")
    try place.write(Data("hello\n".utf8), to: "runs/bad.run")
    let runs = try await place.maker("runs")
    #expect(runs.outputLines.count == 1)
    #expect(runs.output.contains("runs/good.run"))
    #expect(runs.errorLines.count == 1)
    #expect(runs.errors.contains("bad.run"))
    #expect(try await place.maker("show", "latest", "--json").report.run == "runs/good.run")
  }
}
