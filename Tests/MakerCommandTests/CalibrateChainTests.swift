import Foundation
import MakerTesting
import Testing

@Suite("calibrate chain.yaml measures models on the random steps of a program", .serialized)
struct CalibrateChainTests {
  private static let base = ["--steps", "300", "--temperature", "0.7", "--worst", "0", "--json"]

  private static func holds(_ report: [String: Any], _ p: Double) throws -> Bool {
    try figure(report, "p", "lower", as: Double.self) <= p
      && p <= figure(report, "p", "upper", as: Double.self)
  }

  @Test("against its truth, or by agreement where it knows none", arguments: [true, false])
  func whole(knowsTruth: Bool) async throws {
    try await ServedCollatz.served { model in
      let place = try Workplace()
      try ServedCollatz.writeDrawing(knowsTruth: knowsTruth, to: place)
      let outcome = try await place.maker(
        ["calibrate", "chain.yaml", "--out", "c.json"] + Self.base + model)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("300 random steps of collatz"), "\(outcome.errors)")
      let report = try outcome.object
      let basis = try figure(report, "p", "basis", as: String.self)
      #expect(basis == (knowsTruth ? "truth" : "agreement"))
      // Wrong answers of three kinds: agreement takes them for one, and says a little less.
      #expect(try Self.holds(report, 0.9), "\(report)")
      #expect(try figure(report, "cases") == 300)
      #expect((report["calibration"] as? [String: Any])?["task"] as? String == "program")
      let plan = try await place.maker("plan", "c.json")
      #expect(plan.code == 0 && plan.output.contains("1,000 steps"), "\(plan.errors)")
      let again = try await place.maker(
        ["calibrate", "chain", "chain.yaml", "--out", "c.json"] + Self.base + model)
      #expect(again.code == 0 && again.errors.contains("going on: "), "\(again.errors)")
      #expect(try timelessModels(again.object) == timelessModels(report))
    }
  }

  @Test("a program without random steps, or that draws others, is refused")
  func refused() async throws {
    try await ServedCollatz.served { model in
      let place = try Workplace()
      let none = try await place.maker(
        ["calibrate", ServedCollatz.examples + "/collatz.yaml"] + Self.base + model)
      expectRefusal(none, 64, saying: "collatz has no random steps", "--k")
      #expect(try place.names == [])
      expectRefusal(try await place.maker("calibrate", "hannoi"), 64, saying: "Did you mean hanoi?")
      try ServedCollatz.writeDrawing(to: place)
      let arguments = ["calibrate", "chain.yaml", "--out", "c.json"] + Self.base + model
      #expect(try await place.maker(arguments).code == 0)
      let program = String(decoding: try place.bytes("collatz.sh"), as: UTF8.self)
      try place.write(Data(program.replacing("37 %", with: "41 %").utf8), to: "collatz.sh")
      expectRefusal(try await place.maker(arguments), 65, saying: "cases was")
    }
  }

  @Test("a program that fails stops it, resumable and without figures")
  func failing() async throws {
    try await ServedCollatz.served { model in
      let place = try Workplace()
      try ServedCollatz.writeDrawing(to: place)
      let whole = String(decoding: try place.bytes("collatz.sh"), as: UTF8.self)
      let arguments = ["calibrate", "chain.yaml", "--out", "c.json"] + Self.base + model
      try place.write(
        Data(whole.replacing("reply=${line", with: "exit 3; reply=${line").utf8), to: "collatz.sh")
      let broken = try await place.maker(arguments)
      #expect(broken.code == 75 && broken.errors.contains("collatz.sh"), "\(broken.errors)")
      #expect(!place.exists("c.json") && place.loggedSamples("c.samples.jsonl") > 0)
      try place.write(Data(whole.utf8), to: "collatz.sh")
      let done = try await place.maker(arguments)
      #expect(done.code == 0, "\(done.errors)")
      #expect(try done.object["samples"] as? Int == place.loggedSamples("c.samples.jsonl"))
    }
  }
}
