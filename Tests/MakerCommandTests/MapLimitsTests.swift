import Foundation
import Maker
import MakerTesting
import Testing

@Suite(
  "Records that do not decide are given up, and a map of such records too", .serialized,
  .timeLimit(.minutes(5)))
struct MapLimitsTests {
  private let parity: ServedParity

  init() throws { parity = try ServedParity() }

  @Test("a record that does not decide within its limits is rejected, and the others go on")
  func undecided() async throws {
    try parity.writeTable(30)
    try await parity.served(Noise(errorRate: 0.5, wrongAnswers: 1)) { [parity] model in
      let done = try await parity.place.maker(
        ServedParity.map("out.jsonl", "a.run", k: 3) + [
          "--max-samples", "5", "--rung-samples", "0", "--max-rejects", "30",
        ] + model)
      #expect(done.code == 0, "\(done.errors)")
      let rows = try parity.text("out.jsonl").split(separator: "\n").count
      let rejects = try parity.text("out.rejects.jsonl").split(separator: "\n")
      #expect(rows + rejects.count == 30 && rejects.count > 2)
      #expect(rejects.allSatisfy { $0.contains("not decided within 5 samples") })
      #expect(try await parity.place.maker("verify", "a.run").code == 0)
    }
  }

  @Test("a map that goes on gives records up where it would have, unless it is told otherwise")
  func keptLimits() async throws {
    try parity.writeTable(40)
    try await parity.served(Noise(errorRate: 0.5, wrongAnswers: 1)) { [parity] model in
      let limits = ["--max-samples", "5", "--rung-samples", "0", "--max-rejects", "40"]
      for (run, resumed) in [("a.run", []), ("b.run", ["--max-samples", "200"])] {
        let stopped = try await parity.place.maker(
          ServedParity.map("\(run).csv", run, k: 3) + limits + ["--max-steps", "10"] + model)
        #expect(stopped.code == 75, "\(stopped.errors)")
        let done = try await parity.place.maker(
          ["resume", run, "--max-steps", "100", "--json"] + resumed)
        #expect(done.code == 0, "\(done.errors)")
        let longest = try #require(done.object["longest_ballot"] as? Int)
        #expect(resumed.isEmpty ? longest <= 5 : longest > 5, "\(longest)")
      }
    }
  }

  @Test("a map in which nothing decides stops before all of it is paid for, and goes on when it is told to")
  func hopeless() async throws {
    try parity.writeTable(2_000)
    try await parity.served(Noise(errorRate: 0, malformedRate: 1)) { [parity] model in
      let arguments = ["--max-attempts", "2", "--rung-samples", "0", "--max-connections", "20", "--json"]
      let stopped = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run", k: 2) + arguments + model)
      #expect(stopped.code == 75 && stopped.errors.contains("--max-rejects"), "\(stopped.errors)")
      #expect(stopped.errors.contains("I am not sure what to say."), "the reply is shown: \(stopped.errors)")
      let samples = try stopped.report.samples
      #expect(samples < 600, "\(samples) of 8000")
      #expect(stopped.errors.contains("The map stops: 21 records were paid for"), "\(stopped.errors)")
      #expect(stopped.errors.contains("--record "), "records are counted from 1: \(stopped.errors)")
      // The limits of the run are kept; another is chosen anew.
      let done = try await parity.place.maker("resume", "a.run", "--max-rejects", "5000", "--json")
      #expect(try done.report.status == "done")
      #expect(try parity.text("out.rejects.csv").split(separator: "\n").count == 2_001)
      #expect(try 2_000 * 3...2_000 * 4 ~= done.report.samples)
    }
  }
}
