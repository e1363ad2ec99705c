import Foundation
import Testing

@Suite("A person decides what voting does not")
struct DecideTests {
  /// A run of which the step after the first few cannot be decided: no sample is allowed that would do it.
  private func stuck(_ place: Workplace) async throws -> Int {
    // The hottest model: every reply is another mess, so no answer gets ahead.
    let outcome = try await place.maker(
      "run", "hanoi", "--disks", "8", "--run", "a.run", "--json", "--temperature", "9", "--k", "3",
      "--max-samples", "12")
    #expect(outcome.code == 75)
    #expect(outcome.errors.contains("maker decide a.run --step"), "\(outcome.errors)")
    let last = try #require(outcome.outputLines.last)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    return try #require(report["decided"] as? Int)
  }

  @Test("the ruling is recorded with name and reason, shown, verified, and the run goes on from it")
  func ruling() async throws {
    let place = try Workplace()
    let step = try await stuck(place)
    #expect(step == 0, "the first step is the one that does not decide")
    let answer = "move = [1, 0, 1] next_state = [[8, 7, 6, 5, 4, 3, 2], [1], []]"
    let decided = try await place.maker(
      "decide", "a.run", "--step", "0", "--answer", answer, "--by", "ada", "--reason", "disk 1 goes first")
    #expect(decided.code == 0, "\(decided.errors)")
    #expect(
      decided.output.contains("1 steps decided by a person") || decided.output.contains("decided by a person")
    )
    let shown = try await place.maker("show", "a.run", "--step", "0")
    #expect(shown.output.contains("ada"), "\(shown.output)")
    #expect(shown.output.contains("disk 1 goes first"))
    let verified = try await place.maker("verify", "a.run", "--json")
    #expect(verified.code == 0, "\(verified.errors)")
    #expect(verified.output.contains(#""rulings":1"#))
    let resumed = try await place.maker("resume", "a.run", "--json")
    #expect(resumed.code == 75, "the next step does not decide either")
    #expect(resumed.output.contains(#""decided":1"#))
  }

  @Test("without a step it is the one that the run stopped at, and of a map a record")
  func withoutStep() async throws {
    let place = try Workplace()
    _ = try await stuck(place)
    let answer = "move = [1, 0, 1] next_state = [[8, 7, 6, 5, 4, 3, 2], [1], []]"
    let decided = try await place.maker("decide", "a.run", "--answer", answer, "--json")
    #expect(decided.code == 0 && decided.errors.contains("step 0 is decided"), "\(decided.errors)")
    let record = try await place.maker("decide", "a.run", "--record", "2", "--answer", answer)
    expectRefusal(record, 64, saying: "a.run is no map and has steps")
    let parity = try ServedParity()
    try parity.writeTable(5)
    try await parity.served { [parity] model in
      let place = parity.place
      let stopped = try await place.maker(
        ServedParity.map("out.csv", "m.run") + ["--max-steps", "2"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      let ruling = ["decide", "m.run", "--answer", "even", "--record"]
      expectRefusal(
        try await place.maker(ruling + ["2"]), 64, saying: "The map is before record 3, so record 2")
      let ruled = try await place.maker(ruling + ["3"])
      #expect(ruled.code == 0 && ruled.errors.contains("record 3 is decided"), "\(ruled.errors)")
      #expect(try await place.maker("resume", "m.run", "--max-steps", "9").code == 0)
      #expect(
        try parity.text("out.csv").contains("R-2,\(ServedParity.number(2)),\(ServedParity.label(2)),even\n"))
    }
  }

  @Test("a wrong ruling is found by the audit like any wrong answer")
  func wrong() async throws {
    let place = try Workplace()
    _ = try await stuck(place)
    let answer = "move = [1, 0, 2] next_state = [[8, 7, 6, 5, 4, 3, 2], [], [1]]"
    _ = try await place.maker("decide", "a.run", "--step", "0", "--answer", answer)
    #expect(try await place.maker("verify", "a.run").code == 1)
  }

  @Test(
    "what cannot be decided is refused",
    arguments: [
      (["--step", "5", "--answer", "x"], "The run is before step 0"),
      (["--step", "0", "--answer", "move nothing"], "--answer cannot be read"),
      (["--step", "0", "--candidate", "99"], "--candidate 99 is none of them"),
      (["--step", "0"], "Give either --candidate or --answer"),
    ])
  func refused(arguments: [String], sentence: String) async throws {
    let place = try Workplace()
    _ = try await stuck(place)
    let outcome = try await place.maker(["decide", "a.run"] + arguments)
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
  }
}
