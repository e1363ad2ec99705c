import Foundation
import MakerTesting
import Testing

@Suite("A chain of one's own is run, resumed, shown and verified like any other", .serialized)
struct RunChainTests {
  private func served<Value: Sendable>(
    _ noise: Noise = Noise(errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.05),
    _ body: @escaping @Sendable (_ model: [String]) async throws -> Value
  ) async throws -> Value { try await ServedCollatz.served(noise, body) }

  private var collatz: String { ServedCollatz.examples + "/collatz.yaml" }

  @Test("to its end, which the program knows, and every answer is checked against its truth")
  func whole() async throws {
    try await served { model in
      let place = try Workplace()
      let done = try await place.maker(
        ["run", collatz, "--k", "4", "--temperature", "0.7", "--run", "a.run", "--json"] + model)
      #expect(done.code == 0, "\(done.errors)")
      let report = try done.report
      #expect(report.status == "done" && report.decided == 111 && report.verified == true)
      #expect(done.errors.contains("collatz, version 1"), "\(done.errors)")
      let again = try await place.maker("resume", "a.run")
      #expect(again.code == 0 && again.errors.contains("was done already"), "\(again.errors)")
      let verified = try await place.maker("verify", "a.run", "--json")
      #expect(verified.code == 0, "\(verified.errors)")
      let lines = try await place.maker("export", "a.run").outputLines
      #expect(lines.count == 111 && lines[0].hasPrefix("{\"step\": 0, \"answer\": 82, "))
      #expect(try await place.maker("show", "a.run", "--step", "0").output.contains("82"))
      #expect(try await place.maker("report", "a.run").code == 0)
    }
  }

  @Test("and a stopped one goes on to the same end, wherever it was stopped")
  func resumed() async throws {
    try await served { model in
      let place = try Workplace()
      let arguments = ["run", collatz, "--k", "4", "--temperature", "0.7", "--json"] + model
      _ = try await place.maker(arguments + ["--run", "a.run"])
      var outcome = try await place.maker(arguments + ["--run", "b.run", "--max-steps", "1"])
      for steps in [2, 50, 110, 111, 200] {
        #expect(outcome.code == 75, "\(outcome.errors)")
        outcome = try await place.maker("resume", "b.run", "--max-steps", "\(steps)", "--json")
        if outcome.code == 0 { break }
      }
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
    }
  }

  @Test("a wrong decision is found by the program's truth")
  func wrong() async throws {
    try await served(Noise(errorRate: 0.4, wrongAnswers: 1)) { model in
      let place = try Workplace()
      let done = try await place.maker(
        ["run", collatz, "--k", "1", "--temperature", "0.7", "--run", "a.run", "--max-steps", "60"] + model)
      #expect(done.code == 75, "\(done.errors)")
      let verified = try await place.maker("verify", "a.run")
      #expect(verified.code == 1 && verified.errors.contains("was decided wrong"), "\(verified.errors)")
    }
  }

  @Test("a step that does not decide is shown, and a person decides it")
  func ruled() async throws {
    try await served(Noise(errorRate: 0, malformedRate: 1)) { model in
      let place = try Workplace()
      let stopped = try await place.maker(
        ["run", collatz, "--run", "a.run", "--max-samples", "5", "--max-attempts", "5"] + model)
      #expect(stopped.code == 75 && stopped.errors.contains("undecided"), "\(stopped.errors)")
      #expect(try await place.maker("show", "a.run", "--step", "0").output.contains("flagged"))
      let ruled = try await place.maker(
        "decide", "a.run", "--step", "0", "--answer", "82", "--by", "someone")
      #expect(ruled.code == 0, "\(ruled.errors)")
      let shown = try await place.maker("show", "a.run", "--step", "0")
      #expect(shown.output.contains("82") && shown.output.contains("decided by someone"), "\(shown.output)")
    }
  }

  @Test("a program that fails stops the run, resumable, and says why")
  func failing() async throws {
    try await served { model in
      let place = try Workplace()
      let program = try String(contentsOfFile: ServedCollatz.examples + "/collatz.sh", encoding: .utf8)
      try place.write(Data(program.utf8), to: "collatz.sh")
      try place.write(Data("program: [sh, collatz.sh, \"27\"]\ntime_limit: 10s\n".utf8), to: "chain.yaml")
      let stopped = try await place.maker(
        ["run", "chain.yaml", "--temperature", "0.7", "--run", "a.run", "--max-steps", "20"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      try place.write(Data("exit 3\n".utf8), to: "collatz.sh")
      let broken = try await place.maker("resume", "a.run", "--max-steps", "200")
      #expect(broken.code == 75 && broken.errors.contains("collatz.sh"), "\(broken.errors)")
      try place.write(Data(program.utf8), to: "collatz.sh")
      let done = try await place.maker("resume", "a.run", "--max-steps", "200", "--json")
      #expect(done.code == 0, "\(done.errors)")
    }
  }

  @Test("what is wrong with a chain file is told with its line, all of it at once")
  func mistakes() async throws {
    let place = try Workplace()
    try place.write(Data("program: python3\nk: 0\nmodle: x\n".utf8), to: "chain.yaml")
    let refused = try await place.maker("run", "chain.yaml")
    #expect(refused.code == 65, "\(refused.errors)")
    for line in ["line 1", "line 2", "line 3"] { #expect(refused.errors.contains(line), "\(refused.errors)") }
    #expect(try await place.maker("run", "none.yaml").code == 64)
    #expect(try await place.maker("run", "hannoi").errors.contains("Did you mean hanoi?"))
    try place.write(Data("program: [sh, none.sh]\n".utf8), to: "chain.yaml")
    #expect(try await place.maker("run", "chain.yaml", "--model", "custom/x").code != 0)
    let unnamed = try await place.maker("run", collatz)
    #expect(unnamed.code == 64 && unnamed.errors.contains("--model"), "\(unnamed.errors)")
  }
}
