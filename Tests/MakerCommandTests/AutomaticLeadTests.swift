import Foundation
import Maker
import MakerJournal
import Testing

@Suite(
  "With --k auto the lead follows from a calibration, and nothing starts that nobody agreed to", .serialized)
struct AutomaticLeadTests {
  private let run = ["run", "hanoi", "--disks", "6", "--k", "auto", "--run", "a.run", "--json"]

  private func object(_ outcome: Outcome) throws -> [String: Any] {
    let last = try #require(outcome.outputLines.last, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
  }

  @Test("it calibrates, prints the plan, runs, and reports what was expected beside what came")
  func whole() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(run + ["--yes", "--target", "0.99"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("k_min"), "the plan was printed: \(outcome.errors)")
    let forecast = try #require(try object(outcome)["forecast"] as? [String: Any])
    #expect(forecast["target"] as? Double == 0.99)
    let k = try #require(forecast["k"] as? Int)
    #expect(outcome.errors.contains("k = \(k),"))
    let source = try #require(forecast["source"] as? String)
    #expect(place.exists(source))
    let votes = try #require(forecast["votes_per_step"] as? Double)
    #expect(abs(Double(try outcome.report.votes) / 63 - votes) < 0.5)
    let shown = try await place.maker("show", "a.run")
    #expect(shown.output.contains("planned    "))
  }

  @Test("where nobody can be asked, or the run file is there, nothing is spent")
  func unasked() async throws {
    let place = try Workplace()
    let refused = try await place.maker(run)
    #expect(refused.code == 64)
    #expect(refused.errors.contains("add --yes"), "\(refused.errors)")
    let nowhere = try await place.maker(
      "run", "hanoi", "--disks", "6", "--k", "auto", "--yes", "--run", "a.file/b.run")
    #expect(nowhere.code == 0, "a folder on the way is made: \(nowhere.errors)")
    try place.write(Data(), to: "a.run")
    let within = try await place.maker(
      "run", "hanoi", "--disks", "6", "--k", "auto", "--yes", "--run", "a.run/b.run")
    #expect(within.code == 64 && within.errors.contains("cannot be made"), "\(within.errors)")
    let taken = try await place.maker(run + ["--yes"])
    #expect(taken.code == 64)
    #expect(taken.errors.contains("There is something at a.run already"), "\(taken.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path("calibrations")).count == 2)
  }

  @Test("k is held to the limits of a step, and the default k is not")
  func limits() async throws {
    let place = try Workplace()
    let made = try await place.maker(
      "calibrate", "hanoi", "--disks", "6", "--steps", "200", "--out", "c.json")
    #expect(made.code == 0, "\(made.errors)")
    let planned = run + ["--calibration", "c.json", "--yes"]
    let few = try await place.maker(planned + ["--target", "0.999999999", "--max-samples", "2"])
    #expect(few.code == 1)
    #expect(few.errors.contains("more than --max-samples 2; raise it"), "\(few.errors)")
    let enough = try await place.maker(planned + ["--target", "0.5", "--max-samples", "20"])
    #expect(enough.code == 0, "\(enough.errors)")
  }

  @Test("a p that is hardly known, and a model that is wrong at a step again and again, start nothing")
  func hopeless() async throws {
    let place = try Workplace()
    let hot = ["--temperature", "6"]
    _ = try await place.maker(
      ["calibrate", "hanoi", "--disks", "6", "--steps", "30", "--out", "c.json"] + hot)
    let refused = try await place.maker(run + ["--calibration", "c.json", "--yes"] + hot)
    #expect(refused.code == 1, "\(refused.errors)")
    #expect(!place.exists("a.run"))
  }

  @Test("a calibration of another model, another temperature or no calibration is refused")
  func foreign() async throws {
    let place = try Workplace()
    let made = try await place.maker(
      "calibrate", "hanoi", "--disks", "6", "--steps", "40", "--temperature", "1.9", "--out", "c.json")
    #expect(made.code == 0, "\(made.errors)")
    let other = try await place.maker(run + ["--calibration", "c.json", "--yes"])
    #expect(other.code == 64)
    #expect(other.errors.contains("temperature"), "\(other.errors)")
    let endpoint = try await LocalEndpoint(place)
    let model = try await place.maker(run + ["--calibration", "c.json", "--yes"] + endpoint.model)
    #expect(model.code == 64)
    #expect(model.errors.contains("custom/hanoi"), "\(model.errors)")
    try place.write(Data("{}".utf8), to: "d.json")
    #expect(try await place.maker(run + ["--calibration", "d.json", "--yes"]).code == 65)
    #expect(try await place.maker(run + ["--calibration", "none.json", "--yes"]).code == 64)
    #expect(!place.exists("a.run"))
  }

  @Test("a run that would cost more than it may is not started, and its caps are those of the plan")
  func cost() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    try place.write(Data("prices:\n  custom/hanoi: {input: 100, output: 1000}\n".utf8), to: "maker.yaml")
    let made = try await place.maker(
      ["calibrate", "hanoi", "--disks", "6", "--steps", "40", "--out", "c.json"] + endpoint.model)
    #expect(made.code == 0, "\(made.errors)")
    let dear = try await place.maker(
      run + ["--calibration", "c.json", "--yes", "--max-cost", "0.5"] + endpoint.model)
    #expect(dear.code == 64)
    #expect(dear.errors.contains("more than --max-cost $0.5"), "\(dear.errors)")
    let enough = try await place.maker(
      run + ["--calibration", "c.json", "--yes", "--max-cost", "100"] + endpoint.model)
    #expect(enough.code == 0, "\(enough.errors)")
    let spent = try #require(try object(enough)["cost_usd"] as? Double)
    let forecast = try #require(try object(enough)["forecast"] as? [String: Any])
    let expected = try #require(forecast["cost_usd"] as? Double)
    #expect(abs(spent / expected - 1) < 0.3, "\(spent) and \(expected)")
  }

  @Test("models of both kinds are calibrated as the run samples them, and read as it reads them")
  func alike() async throws {
    let place = try Workplace()
    let endpoint = try await LocalEndpoint(place)
    let arguments = run + ["--model", "embedded/hanoi", "--parser", "repairing", "--yes"] + endpoint.model
    let outcome = try await place.maker(arguments + ["--mode", "ensemble"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let forecast = try #require(try object(outcome)["forecast"] as? [String: Any])
    let source = try #require(forecast["source"] as? String)
    #expect(forecast["v"] as? Double == 1, "the repairing parser takes every reply")
    try FileManager.default.removeItem(atPath: place.path("a.run"))
    let again = try await place.maker(arguments + ["--mode", "ensemble", "--calibration", source])
    #expect(again.code == 0, "\(again.errors)")
  }

  @Test("a calibration at other disks is taken, and it says so")
  func otherDisks() async throws {
    let place = try Workplace()
    let made = try await place.maker(
      "calibrate", "hanoi", "--disks", "8", "--steps", "200", "--out", "c.json")
    #expect(made.code == 0, "\(made.errors)")
    let outcome = try await place.maker(run + ["--calibration", "c.json", "--yes"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("was measured at 8 disks"))
  }

  @Test("a calibration of another prompt is refused")
  func otherPrompt() async throws {
    let place = try Workplace()
    _ = try await place.maker("calibrate", "hanoi", "--disks", "6", "--steps", "40", "--out", "c.json")
    var text = String(decoding: try place.bytes("c.json"), as: UTF8.self)
    let digest = try #require(text.firstMatch(of: /"prompt_digest" ?: ?"([0-9a-f]+)"/)).output.1
    text = text.replacingOccurrences(of: digest, with: "0123456789abcdef")
    try place.write(Data(text.utf8), to: "c.json")
    let refused = try await place.maker(run + ["--calibration", "c.json", "--yes"])
    #expect(refused.code == 64)
    #expect(refused.errors.contains("another prompt"), "\(refused.errors)")
  }

  @Test("what the calibration spent is taken off the caps of the run")
  func shared() async throws {
    let place = try Workplace()
    let outcome = try await place.maker(run + ["--yes", "--max-tokens", "10000000", "--max-steps", "5"])
    #expect(outcome.code == 75, "\(outcome.errors)")
    let exported = try await place.maker("show", "a.run", "--json")
    #expect(try exported.report.decided == 5, "steps of the calibration are none of the run's")
    let file = try RunFile(at: place.path("a.run"))
    let kept = try #require(file.description.configuration["caps"])
    let left = try #require(try JSONDecoder().decode(Caps.self, from: Data(kept.utf8)).maximumTokens)
    #expect(left > 1_000_000 && left < 10_000_000)
  }

  @Test("it is refused with --no-voting, and --calibration without it")
  func usage() async throws {
    let place = try Workplace()
    #expect(try await place.maker(run + ["--no-voting"]).code == 64)
    #expect(try await place.maker("run", "hanoi", "--calibration", "c.json").code == 64)
    #expect(try await place.maker("run", "hanoi", "--k", "automatic").code == 64)
  }
}
