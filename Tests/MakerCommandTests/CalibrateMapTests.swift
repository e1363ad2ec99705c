import Foundation
import Maker
import MakerTesting
import Testing

@Suite("calibrate map measures models on random records of a table", .serialized)
struct CalibrateMapTests {
  private let parity: ServedParity
  private var place: Workplace { parity.place }

  init() throws { parity = try ServedParity() }

  private static let map = ["calibrate", "map", "agent.yaml", "--input", "in.csv", "--temperature", "0.7"]
  private static let labelled = map + ["--label-column", "truth"]

  private static func calibrated(_ outcome: Outcome) throws -> [String: Any] {
    try #require(outcome.code == 0, "\(outcome.errors)")
    return try outcome.object
  }

  /// Whether the interval of p holds a value.
  private static func holds(_ report: [String: Any], _ p: Double) throws -> Bool {
    try figure(report, "p", "lower", as: Double.self) <= p
      && p <= figure(report, "p", "upper", as: Double.self)
  }

  @Test("p is that of the model, from labels and from agreement, and plan and report take the file")
  func whole() async throws {
    try parity.writeTable(4_000)
    try await parity.served { [parity] model in
      let place = parity.place
      let base = ["--steps", "1500", "--worst", "0", "--json"] + model
      let labelled = try await place.maker(Self.labelled + base + ["--out", "a.json"])
      let known = try Self.calibrated(labelled)
      #expect(labelled.errors.contains("1,500 random records of "), "\(labelled.errors)")
      #expect(try Self.holds(known, 0.9), "\(known)")
      #expect(try figure(known, "p", "trials") > 2_900 && figure(known, "cases") == 1_500)
      #expect(try figure(known, "p", "basis", as: String.self) == "truth")
      let v = try figure(known, "v", "value", as: Double.self)
      #expect(abs(v - 0.95) < 0.02)
      let calibration = try #require(known["calibration"] as? [String: Any])
      #expect(calibration["task"] as? String == "records" && calibration["steps"] as? Int == 4_000)
      let facts = try #require(calibration["parameters"] as? [String: String])
      #expect(facts["agent"] == "parity" && facts["agent.prompt"]?.count == 16)

      let unknown = try Self.calibrated(try await place.maker(Self.map + base + ["--out", "b.json"]))
      #expect(try figure(unknown, "p", "basis", as: String.self) == "agreement")
      #expect(try Self.holds(unknown, 0.9), "\(unknown)")
      let without = try await place.maker(Self.labelled + base + ["--no-truth", "--out", "a.json"])
      #expect(try figure(Self.calibrated(without), "p", "basis", as: String.self) == "agreement")
      for command in ["plan", "report"] {
        let outcome = try await place.maker(command, "b.json")
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
      #expect(try await place.maker("plan", "a.json").output.contains("4,000 records"))
    }
  }

  @Test("the agent's red flags and limits hold as in a run")
  func flags() async throws {
    try parity.writeTable(300)
    try parity.write(
      parity.text("agent.yaml")
        + "\nflags:\n  forbidden: ['^odd$']\nmodel: custom/parity\ntemperature: 0.3\n",
      to: "agent.yaml")
    try await parity.served(Noise(errorRate: 0)) { [parity] model in
      let outcome = try await parity.place.maker(
        ["calibrate", "map", "agent.yaml", "--input", "in.csv", "--json", "--worst", "0"] + model.dropFirst(2)
      )
      let report = try Self.calibrated(outcome)
      let even = (0..<300).count { ServedParity.label($0) == "even" }
      #expect(try figure(report, "v", "hits") == 2 * even)
      #expect(try figure(report, "sampling", "temperature.rest", as: String.self) == "0.3")
      #expect((report["file"] as? String)?.hasPrefix("calibrations/parity-") == true)
    }
  }

  @Test("records that cannot be asked about or have no label are passed over, and counted")
  func passedOver() async throws {
    try parity.write(
      "id,number,truth\nR-0,4,even\nR-1,5\nR-2,6,\nR-3,7,maybe\nR-4,9,odd\n", to: "in.csv")
    try await parity.served(Noise(errorRate: 0)) { [parity] model in
      let outcome = try await parity.place.maker(Self.labelled + ["--json"] + model)
      let report = try Self.calibrated(outcome)
      #expect(try figure(report, "cases") == 2 && report["skipped"] as? Int == 3)
      #expect(
        outcome.errors.contains("1 that cannot be asked about and 2 without a right answer passed over"),
        "\(outcome.errors)")
      try parity.write("id,number,truth\nR-3,7,maybe\n", to: "in.csv")
      expectRefusal(
        try await parity.place.maker(Self.labelled + model), 64,
        saying: "No value of --label-column truth", "maybe")
      try parity.write("id,number,truth\nR-3,7\n", to: "in.csv")
      expectRefusal(try await parity.place.maker(Self.map + model), 65, saying: "can be asked about")
    }
  }

  @Test("stopped by a cap and killed, it goes on from its log and buys nothing twice")
  func resumed() async throws {
    try parity.writeTable(900)
    try await parity.served(
      Noise(
        errorRate: 0.1, wrongAnswers: 1, malformedRate: 0.05, latency: .milliseconds(2) ... .milliseconds(4))
    ) { [parity] model in
      let place = parity.place
      let base = Self.labelled + ["--steps", "400", "--max-connections", "4", "--json"] + model
      let whole = try Self.calibrated(try await place.maker(base + ["--out", "a.json"]))
      let stopped = try await place.maker(base + ["--out", "b.json", "--max-steps", "100"])
      #expect(stopped.code == 75 && stopped.errors.contains("--max-steps"), "\(stopped.errors)")
      let before = place.loggedSamples("b.samples.jsonl")
      let process = try place.start(base + ["--out", "b.json"])
      try await eventually { place.loggedSamples("b.samples.jsonl") > before + 40 || !process.isRunning }
      process.send(SIGKILL)
      #expect(try await process.outcome().code == nil)
      let done = try Self.calibrated(try await place.maker(base + ["--out", "b.json"]))
      #expect(try timelessModels(done) == timelessModels(whole))
      #expect(done["samples"] as? Int == place.loggedSamples("b.samples.jsonl"))
      #expect(done["samples"] as? Int == whole["samples"] as? Int)
    }
  }

  @Test("samples of other records, another agent or other labels are not gone on with")
  func otherSamples() async throws {
    try parity.writeTable(60)
    try await parity.served { [parity] model in
      let place = parity.place
      let base = model + ["--out", "a.json"]
      _ = try Self.calibrated(try await place.maker(Self.labelled + base + ["--json"]))
      expectRefusal(try await place.maker(Self.map + base), 65, saying: "label_column was truth")
      expectRefusal(
        try await place.maker(Self.labelled + base + ["--steps", "20"]), 65, saying: "steps was 1000")
      let agent = try parity.text("agent.yaml")
      try parity.write(agent.replacing("You tell", with: "Please tell"), to: "agent.yaml")
      expectRefusal(try await place.maker(Self.labelled + base), 65, saying: "agent.instructions was")
      try parity.write(agent, to: "agent.yaml")
      try parity.writeTable(61)
      expectRefusal(try await place.maker(Self.labelled + base), 65, saying: "task.records was 60 and is 61")
    }
  }

  @Test("what cannot be measured is refused before anybody is asked")
  func refused() async throws {
    try parity.writeTable(5)
    let model = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1"]
    let agents = """
      name: both
      steps:
        - {name: parity, prompt: '{{number}}', answer: {labels: [even, odd]}}
        - {name: sure, prompt: '{{number}} {{parity}}', answer: {labels: [yes, no]}}
      """
    try parity.write(agents, to: "both.yaml")
    expectRefusal(
      try await place.maker(["calibrate", "map", "both.yaml", "--input", "in.csv"] + model), 64,
      saying: "both has 2 agents", "calibrate each agent file by itself")
    expectRefusal(
      try await place.maker(["calibrate", "map", "agent.yaml", "--input", "-"] + model), 64,
      saying: "--input -")
    expectRefusal(
      try await place.maker(Self.map + ["--label-column", "truh"] + model), 64, saying: "truh",
      "id, number, truth")
    expectRefusal(try await place.maker(Self.map), 64, saying: "--model")
    expectRefusal(try await place.maker(Self.map + model + ["--steps", "0"]), 64, saying: "1 to 100000")
    expectRefusal(
      try await place.maker(Self.map + model + ["--samples", "1"]), 64, saying: "2 or more")
    expectRefusal(
      try await place.maker(Self.map + model + ["--max-cost", "1"]), 64, saying: "price")
    #expect(try place.names == ["agent.yaml", "both.yaml", "in.csv"], "nothing is left behind")
  }

  @Test("answers are compared by the agent's program, as in a run")
  func comparing() async throws {
    try parity.writeTable(100)
    let vote = "vote: {program: [sh, vote.sh]}"
    try parity.write(parity.text("agent.yaml") + "\n\(vote)\n", to: "agent.yaml")
    try parity.write(Self.program(answering: ",\"vote\":\"same\""), to: "vote.sh")
    try await parity.served(Noise(errorRate: 0.4, wrongAnswers: 1)) { [parity] model in
      let report = try Self.calibrated(
        try await parity.place.maker(Self.map + ["--worst", "0", "--json"] + model))
      #expect(try figure(report, "p", "hits") == 100 && figure(report, "p", "trials") == 100)
    }
  }

  /// A shell script that speaks the protocol, and gives this reply to whatever it is asked.
  private static func program(answering reply: String) -> String {
    """
    while IFS= read -r line; do
      rest=${line#*\\"id\\":}
      case $line in
        *'"ask":"start"'*) body=',"maker":1,"name":"yes","version":"1"' ;;
        *) body='\(reply)' ;;
      esac
      printf '{"id":%s%s}\\n' "${rest%%[!0-9]*}" "$body"
    done
    """
  }

  @Test("a check that fails stops it without figures, and what was sampled is read once it works")
  func failingCheck() async throws {
    try parity.writeTable(900)
    try parity.write(parity.text("agent.yaml") + "\nflags:\n  check: [sh, check.sh]\n", to: "agent.yaml")
    let check = Self.program(answering: "")
    try parity.write(check.replacing("*) body=''", with: "*) exit 3"), to: "check.sh")
    try await parity.served { [parity] model in
      let place = parity.place
      let base = Self.labelled + ["--out", "a.json", "--json"] + model
      let broken = try await place.maker(base)
      #expect(broken.code == 75 && broken.errors.contains("check.sh"), "\(broken.errors)")
      #expect(broken.errors.contains("--out a.json") && !place.exists("a.json"), "\(broken.errors)")
      let bought = place.loggedSamples("a.samples.jsonl")
      #expect(bought > 0 && bought < 900, "it stops at the first part")
      try parity.write(check, to: "check.sh")
      let report = try Self.calibrated(try await place.maker(base))
      #expect(try Self.holds(report, 0.9))
      #expect(report["samples"] as? Int == place.loggedSamples("a.samples.jsonl"))
    }
  }
}
