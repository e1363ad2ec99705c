import Foundation
import Testing

@Suite(
  "Durable code killed anywhere goes on, and the tool reads its run files", .serialized,
  .timeLimit(.minutes(5)))
struct DurableRunFileTests {
  private static let executable = Workplace.executable.deletingLastPathComponent()
    .appendingPathComponent("DurableTickets")

  private func start(
    _ place: Workplace, _ run: String, tickets: Int, latencyMs: Int = 0, log: String? = nil
  ) throws -> MakerProcess {
    let more = log.map { [$0] } ?? []
    return try MakerProcess(
      Self.executable, [run, "\(tickets)", "\(latencyMs)"] + more, in: place.url,
      capture: place.url.deletingLastPathComponent().appendingPathComponent("captures/\(UUID().uuidString)")
        .path)
  }

  /// The lines of an export without their numbers, sorted: decisions come about in any order.
  private func decisions(_ place: Workplace, _ run: String) async throws -> [String] {
    let export = try await place.maker("export", run)
    try #require(export.code == 0, "\(export.errors)")
    return export.outputLines.map { $0.replacing(#/"step": [0-9]+, /#, with: "") }.sorted()
  }

  @Test(
    "a process that is killed again and again ends as an undisturbed one, and asks nothing again that is on record"
  )
  func killed() async throws {
    let place = try Workplace()
    let undisturbed = try await start(place, "whole.run", tickets: 400).outcome()
    #expect(undisturbed.code == 0, "\(undisturbed.errors)")
    #expect(undisturbed.outputLines.count == 400)
    var generator = SeededGenerator(seed: 31)
    var (kills, recorded) = (0, Set<String>())
    var last: Outcome?
    for session in 0..<200 {
      let process = try start(place, "a.run", tickets: 400, latencyMs: 90, log: "log-\(session)")
      // Most are killed while they sample, some while they start or go over what is on record.
      if !session.isMultiple(of: 4) {
        try await eventually {
          (try? place.bytes("log-\(session)").isEmpty) == false || !process.isRunning
        }
      }
      try await Task.sleep(for: .milliseconds(Int.random(in: 5..<160, using: &generator)))
      // The first twelve sessions are killed; those after them may go on.
      if session < 12 { process.send(SIGKILL) }
      let outcome = try await process.outcome()
      try #require(outcome.code == nil || outcome.code == 0, "\(outcome.errors)")
      let asked = place.exists("log-\(session)") ? try place.bytes("log-\(session)") : Data()
      for line in String(decoding: asked, as: UTF8.self).split(separator: "\n") {
        let id = line.prefix { $0 != ":" }
        let key = "\(id)/\(line.contains("Which team") ? "team" : "refund")"
        #expect(!recorded.contains(key), "session \(session) asked \(key) again")
      }
      if outcome.code == 0 {
        last = outcome
        break
      }
      kills += 1
      guard place.exists("a.run") else { continue }
      for line in try await place.maker("export", "a.run").outputLines {
        if let key = try (jsonObject(line)["answer"] as? [String: Any])?["key"] as? String {
          recorded.insert(key)
        }
      }
    }
    #expect(kills >= 6 && recorded.count > 20)
    #expect(last?.output == undisturbed.output)
    #expect(try await decisions(place, "a.run") == decisions(place, "whole.run"))
    let verified = try await place.maker("verify", "a.run", "--json")
    #expect(verified.code == 0, "\(verified.errors)")
    let whole = try await place.maker("show", "whole.run", "--json")
    #expect(try verified.object["samples"] as? Int == whole.object["samples"] as? Int)
  }

  @Test("a finished run is shown, exported, verified, listed and reported")
  func finished() async throws {
    let place = try Workplace()
    #expect(try await start(place, "runs/a.run", tickets: 9).outcome().code == 0)
    let shown = try await place.maker("show", "a")
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(shown.output.contains("task       durable: name tickets"))
    #expect(shown.output.contains("done, 14 of 14 steps"), "\(shown.output)")
    let step = try await place.maker("show", "a", "--step", "3")
    #expect(step.code == 0 && step.output.contains("{\"key\":\"ticket-"))
    #expect(try await place.maker("show", "a", "--contested").code == 0)
    let verified = try await place.maker("verify", "a", "--json")
    #expect(try verified.code == 0 && verified.object["verified"] as? Bool == true)
    #expect(try await place.maker("resume", "a").code == 0)
    let runs = try await place.maker("runs")
    #expect(runs.output.contains("14 steps (100.0 %)  done"), "\(runs.output)")
    let report = try await place.maker("report", "a", "--out", "a.html", "--json")
    #expect(report.code == 0, "\(report.errors)")
    #expect(try String(decoding: place.bytes("a.html"), as: UTF8.self).contains("14 of 14 decided"))
  }

  @Test("a run that is not finished is shown as far as it is, and only its own code goes on with it")
  func unfinished() async throws {
    let place = try Workplace()
    let process = try start(place, "runs/a.run", tickets: 500, latencyMs: 5)
    try await eventually {
      (place.exists("runs/a.run") && (try? place.bytes("runs/a.run-wal").count) ?? 0 > 60_000)
        || !process.isRunning
    }
    process.send(SIGKILL)
    _ = try await process.outcome()
    let shown = try await place.maker("show", "a", "--json")
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(try shown.object["steps"] is NSNull && shown.object["status"] as? String == "stopped")
    let text = try await place.maker("show", "a").output
    #expect(text.contains(" steps so far") && text.contains("start your program again"), "\(text)")
    #expect(try await place.maker("verify", "a").code == 0)
    #expect(try await place.maker("export", "a").code == 0)
    #expect(try await place.maker("runs").output.contains("stopped: its process died"))
    #expect(try await place.maker("report", "a", "--out", "a.html").code == 0)
    #expect(try String(decoding: place.bytes("a.html"), as: UTF8.self).contains("decided so far"))
    for command in [["resume", "a"], ["decide", "a", "--step", "1", "--candidate", "1"]] {
      let refused = try await place.maker(command)
      #expect(refused.code == 64)
      #expect(refused.errorLines.count == 1 && refused.errors.contains("start your program again"))
    }
  }

  @Test("code that was changed is told what was expected, what came and what to do")
  func changed() async throws {
    let place = try Workplace()
    #expect(try await start(place, "a.run", tickets: 9).outcome().code == 0)
    let fewer = try await start(place, "a.run", tickets: 4).outcome()
    #expect(fewer.code != 0)
    #expect(fewer.errors.contains("Expected \"ticket-"), "\(fewer.errors)")
    #expect(fewer.errors.contains("came the end: of the recorded decisions, "))
    #expect(fewer.errors.contains("start a new run"))
  }
}
