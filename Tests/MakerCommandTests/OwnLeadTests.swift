import Foundation
import Maker
import MakerJournal
import MakerTesting
import Testing

@Suite("With --k auto the lead of one's own work follows from a calibration of it", .serialized)
struct OwnLeadTests {
  private let parity: ServedParity
  private var place: Workplace { parity.place }

  init() throws { parity = try ServedParity() }

  private static func map(_ output: String, _ run: String) -> [String] {
    [
      "map", "agent.yaml", "--input", "in.csv", "--output", output, "--run", run, "--k", "auto", "--json",
      "--temperature", "0.7",
    ]
  }

  private static func forecast(_ outcome: Outcome) throws -> [String: Any] {
    try #require(outcome.code == 0, "\(outcome.errors)")
    return try #require(try outcome.object["forecast"] as? [String: Any])
  }

  @Test("a map is calibrated first, with the k of maker plan, and then right")
  func map() async throws {
    try parity.writeTable(300)
    try await parity.served { [parity] model in
      let place = parity.place
      let outcome = try await place.maker(
        Self.map("out.csv", "a.run") + ["--yes", "--target", "0.99", "--label-column", "truth"] + model)
      let forecast = try Self.forecast(outcome)
      #expect(try parity.text("out.csv") == ServedParity.rows(300))
      let (k, source) = (forecast["k"] as? Int, try #require(forecast["source"] as? String))
      let plan = try await place.maker("plan", source, "--target", "0.99", "--json")
      #expect(try plan.object["k"] as? Int == k, "\(plan.errors)")
      #expect(outcome.errors.contains("k = \(k ?? 0),") && outcome.errors.contains("k_min"))
      let votes = try #require(forecast["votes_per_step"] as? Double)
      #expect(abs(Double(try outcome.report.votes) / 300 / votes - 1) < 0.1)
      #expect(try await place.maker("show", "a.run").output.contains("planned    "))
      let read = try await place.maker(
        Self.map("b.csv", "b.run") + ["--target", "0.99", "--yes", "--calibration", source] + model)
      #expect(try Self.forecast(read)["k"] as? Int == k)
      #expect(!read.errors.contains("other records"), "\(read.errors)")
    }
  }

  @Test("a calibration of other records is taken, and one of another agent or task is not")
  func foreign() async throws {
    try parity.writeTable(200)
    try await parity.served { [parity] model in
      let place = parity.place
      let made = try await place.maker(
        ["calibrate", "map", "agent.yaml", "--input", "in.csv", "--temperature", "0.7", "--out", "c.json"]
          + model)
      #expect(made.code == 0, "\(made.errors)")
      try parity.writeTable(40)
      let planned = ["--yes", "--calibration", "c.json"] + model
      let taken = try await place.maker(Self.map("out.csv", "a.run") + planned)
      #expect(taken.code == 0 && taken.errors.contains("was measured on other records"), "\(taken.errors)")
      let cool = try await place.maker(Self.map("o.csv", "b.run") + planned + ["--temperature", "0.5"])
      #expect(cool.code == 64 && cool.errors.contains("temperature"), "\(cool.errors)")
      let agent = try parity.text("agent.yaml")
      try parity.write(agent.replacing("even or odd", with: "odd or even"), to: "agent.yaml")
      let other = try await place.maker(Self.map("o.csv", "b.run") + planned)
      #expect(other.code == 64 && other.errors.contains("another agent: agent.prompt"), "\(other.errors)")
      try parity.write(agent, to: "agent.yaml")
      #expect(
        try await place.maker("calibrate", "hanoi", "--disks", "3", "--out", "h.json").code == 0)
      let hanoi = try await place.maker(
        Self.map("o.csv", "b.run") + ["--yes", "--calibration", "h.json"] + model)
      #expect(hanoi.code == 64 && hanoi.errors.contains("the task hanoi, not of records"), "\(hanoi.errors)")
      let agents = try await place.maker(
        ["run", "hanoi", "--disks", "3", "--k", "auto"] + ["--yes", "--calibration", "c.json"])
      #expect(
        agents.code == 64 && agents.errors.contains("the task records, not of hanoi"), "\(agents.errors)")
      #expect(!place.exists("b.run"))
    }
  }

  @Test("nothing is spent where nobody agreed, the output is there, or there are several agents")
  func unasked() async throws {
    try parity.writeTable(20)
    try parity.write("mine\n", to: "out.csv")
    try parity.write(
      """
      name: both
      steps:
        - {name: parity, prompt: '{{number}}', answer: {labels: [even, odd]}}
        - {name: sure, prompt: '{{number}} {{parity}}', answer: {labels: [yes, no]}}
      """, to: "both.yaml")
    try await parity.served { [parity] model in
      let place = parity.place
      let refused = try await place.maker(Self.map("o.csv", "a.run") + model)
      #expect(refused.code == 64 && refused.errors.contains("add --yes"), "\(refused.errors)")
      let there = try await place.maker(Self.map("out.csv", "a.run") + ["--yes"] + model)
      #expect(there.code == 64 && there.errors.contains("out.csv is there already"), "\(there.errors)")
      let both = ["both.yaml", "--input", "in.csv", "--output", "o.csv", "--k", "auto", "--yes"]
      let several = try await place.maker(["map"] + both + model)
      #expect(several.code == 64 && several.errors.contains("both has 2 agents"), "\(several.errors)")
      #expect(!place.exists("calibrations") && !place.exists("a.run"))
      #expect(
        try await place.maker(["map", "agent.yaml"] + both.dropFirst().prefix(4) + ["--yes"]).code == 64)
    }
  }

  @Test("the caps hold for the calibration and the run together")
  func caps() async throws {
    try parity.writeTable(100)
    try await parity.served(Noise(errorRate: 0.1, wrongAnswers: 1)) { [parity] model in
      let place = parity.place
      let outcome = try await place.maker(
        Self.map("out.csv", "a.run") + ["--yes", "--max-tokens", "1000000", "--max-steps", "7"] + model)
      #expect(outcome.code == 75, "\(outcome.errors)")
      #expect(try outcome.report.decided == 7, "records of the calibration are none of the run's")
      let kept = try #require(try RunFile(at: place.path("a.run")).description.configuration["caps"])
      let left = try #require(try JSONDecoder().decode(Caps.self, from: Data(kept.utf8)).maximumTokens)
      #expect(left < 1_000_000 - 200 * 21 && left > 980_000, "\(left)")
      let little = try await place.maker(
        Self.map("o.csv", "b.run") + ["--yes", "--max-tokens", "500"] + model)
      #expect(little.code == 75 && little.errors.contains("The run was not started"), "\(little.errors)")
      #expect(little.errors.contains("`maker calibrate map /"), "\(little.errors)")
      #expect(!place.exists("b.run"))
    }
  }

  @Test("a chain is calibrated at its program's random steps, and one without them is refused")
  func chain() async throws {
    try await ServedCollatz.served { model in
      let place = try Workplace()
      try ServedCollatz.writeDrawing(to: place)
      let automatic = ["--k", "auto", "--yes", "--temperature", "0.7", "--json"] + model
      let outcome = try await place.maker(["run", "chain.yaml", "--run", "a.run"] + automatic)
      let forecast = try Self.forecast(outcome)
      #expect(try outcome.report.verified == true && outcome.report.decided == 111)
      let source = try #require(forecast["source"] as? String)
      #expect(source.hasPrefix("calibrations/collatz-"))
      let plan = try await place.maker("plan", source, "--json")
      #expect(try plan.object["k"] as? Int == forecast["k"] as? Int)
      try place.write(Data("program: [sh, collatz.sh, \"97\"]\n".utf8), to: "other.yaml")
      let other = try await place.maker(
        ["run", "other.yaml", "--run", "b.run", "--calibration", source] + automatic)
      #expect(other.code == 0 && other.errors.contains("another beginning or length"), "\(other.errors)")
      let program = String(decoding: try place.bytes("collatz.sh"), as: UTF8.self)
      try place.write(
        Data(program.replacing("\\\"version\\\":\\\"1\\\"", with: "\\\"version\\\":\\\"2\\\"").utf8),
        to: "collatz.sh")
      let newer = try await place.maker(
        ["run", "chain.yaml", "--run", "c.run", "--calibration", source] + automatic)
      #expect(newer.code == 64 && newer.errors.contains("task.version was 1 and is 2"), "\(newer.errors)")
      let none = try await place.maker(
        ["run", ServedCollatz.examples + "/collatz.yaml", "--run", "d.run"] + automatic)
      #expect(none.code == 64 && none.errors.contains("no random steps"), "\(none.errors)")
      #expect(!place.exists("c.run") && !place.exists("d.run"))
    }
  }
}
