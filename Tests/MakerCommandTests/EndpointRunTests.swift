import Foundation
import Testing

@Suite("A run over real HTTP is the run it would be without", .serialized)
struct EndpointRunTests {
  /// The lines of an undisturbed run over HTTP.
  private func undisturbed(_ place: Workplace, disks: Int) async throws -> String {
    let endpoint = try await LocalEndpoint(place)
    let run = try await place.maker(
      ["run", "hanoi", "--disks", "\(disks)", "--run", "undisturbed.run", "--json"] + endpoint.model)
    #expect(run.code == 0, "\(run.errors)")
    return try await place.maker("export", "undisturbed.run").output
  }

  @Test("the same seed gives the same run, vote for vote, and the answers of a run in this process")
  func sameVotes() async throws {
    let place = try Workplace()
    let lines = try await undisturbed(place, disks: 6)
    let endpoint = try await LocalEndpoint(place)
    let again = try await place.maker(
      ["run", "hanoi", "--disks", "6", "--run", "again.run", "--json"] + endpoint.model)
    #expect(again.code == 0, "\(again.errors)")
    #expect(try await place.maker("export", "again.run").output == lines)
    try await place.finishedRun("local.run", disks: 6)
    let local = try await place.maker("export", "local.run").output
    // Seeds go over the wire with 53 bits, so other samples may err; what is decided is the same.
    let answers = { (text: String) in
      text.split(separator: "\n").map { $0.prefix { $0 != "b" } }
    }
    #expect(answers(local) == answers(lines))
    #expect(answers(lines).count == 63)
  }

  @Test("rate limits, server errors, resets and cut-off bodies change no vote")
  func faults() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(
      place, "--fault", "429:0.03", "--fault", "500:0.02", "--fault", "reset:0.02", "--fault",
      "truncate:0.02",
      "--fault-seed", "4", "--retry-after", "0")
    let faulty = try await place.maker(
      ["run", "hanoi", "--disks", "5", "--run", "faulty.run", "--json"] + endpoint.model)
    #expect(faulty.code == 0, "\(faulty.errors)")
    #expect(try await place.maker("export", "faulty.run").output == undisturbed(place, disks: 5))
  }

  @Test("a server that is not there stops the run, names the address, and the run goes on elsewhere")
  func moved() async throws {
    let place = try Workplace()
    let stopped = try await place.maker(
      "run", "hanoi", "--disks", "4", "--run", "a.run", "--model", "custom/hanoi", "--base-url",
      "http://127.0.0.1:9/v1", "--temperature", "1.6", "--retries", "0")
    #expect(stopped.code == 75)
    #expect(stopped.errors.contains("127.0.0.1:9"), "\(stopped.errors)")
    let endpoint = try await LocalEndpoint(place)
    let done = try await place.maker("resume", "a.run", "--base-url", endpoint.url)
    #expect(done.code == 0, "\(done.errors)")
  }

  @Test("an ensemble takes turns, and both models are in the ledger")
  func ensemble() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let run = try await place.maker(
      [
        "run", "hanoi", "--disks", "4", "--k", "4", "--mode", "ensemble", "--json", "--model",
        "custom/embedded/hanoi",
      ]
        + endpoint.model)
    #expect(run.code == 0, "\(run.errors)")
    let last = try #require(run.outputLines.last)
    #expect(last.contains(#""custom/embedded/hanoi":{"#) && last.contains(#""custom/hanoi":{"#), "\(last)")
  }

  @Test("SIGTERM in the middle keeps what was decided, and the resumed run is the undisturbed one")
  func interrupted() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place, "--latency", "fixed:5ms")
    let run = try place.start(["run", "hanoi", "--disks", "6", "--run", "a.run"] + endpoint.model)
    try await eventually { (try? place.bytes("a.run").count).map { $0 > 0 } ?? false }
    try await Task.sleep(for: .milliseconds(150))
    run.send(SIGTERM)
    let code = try await run.outcome().code
    #expect(code == 130 || code == 0)
    let done = try await place.maker("resume", "a.run")
    #expect(done.code == 0, "\(done.errors)")
    try await place.finishedRun("local.run", disks: 6)
    let (one, other) = (
      try await place.maker("export", "a.run"), try await place.maker("export", "local.run")
    )
    #expect(one.output == other.output)
  }
}
