import Foundation
import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("bench measures ways of solving side by side", .serialized, .timeLimit(.minutes(5)))
struct BenchTests {
  private static let bench = ["bench", "--digits", "3x3", "--count", "20", "--out", "b"]

  @Test("each way is a line of the table, and taking apart with voting solves what nothing else does")
  func table() async throws {
    let place = try Workplace()
    let first = try await place.maker(Self.bench)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.outputLines.count == 4)
    for (line, way) in zip(first.outputLines.dropFirst(), ["single", "voting", "recursive"]) {
      #expect(line.hasPrefix("3x3       \(way)"), "\(line)")
    }
    #expect(first.outputLines[3].contains("20 of 20  1.000  0.832 to 1.000"), "\(first.output)")
    #expect(first.outputLines[1].contains("wrong atom"))
    let files = try ["single", "voting", "recursive"].map { try place.bytes("b/3x3-\($0).run") }

    let again = try await place.maker(Self.bench + ["--json"])
    #expect(again.code == 0 && again.outputLines.count == 1)
    #expect(again.errorLines.count { $0.hasSuffix(" was done already") } == 3, "\(again.errors)")
    #expect(try ["single", "voting", "recursive"].map { try place.bytes("b/3x3-\($0).run") } == files)
    let runs = try #require(try again.object["runs"] as? [[String: Any]])
    #expect(runs.map { $0["way"] as? String } == ["single", "voting", "recursive"])
    #expect(runs.map { $0["k"] as? Int } == [1, 3, 3])
    let right = try #require(runs[2]["right"] as? [String: Any])
    #expect(right["hits"] as? Int == 20 && right["trials"] as? Int == 20)
    #expect(try await place.maker(Self.bench).output == first.output, "what was done before costs no time")

    for run in ["single", "voting", "recursive"] {
      #expect(try await place.maker("verify", "b/3x3-\(run).run").code == 0)
    }
    #expect(try await place.maker("show", "b/3x3-recursive.run", "--tree", "--problem", "3x3-7").code == 0)
    expectRefusal(
      try await place.maker("show", "b/3x3-recursive.run", "--tree", "--problem", "none"), 64, saying: "none",
      "3x3-1 to 3x3-20")
  }

  @Test(
    "a folder of another bench is refused, and stays as it is",
    arguments: [
      ["--seed", "2"], ["--k", "2"], ["--depth", "4"], ["--candidates", "4"], ["--count", "7"],
    ])
  func other(change: [String]) async throws {
    let place = try Workplace()
    let bench = ["bench", "--digits", "2x2", "--configuration", "recursive", "--out", "b"]
    #expect(try await place.maker(bench + ["--count", "3"]).code == 0)
    let before = try place.bytes("b/2x2-recursive.run")
    let count = change[0] == "--count" ? [] : ["--count", "3"]
    expectRefusal(
      try await place.maker(bench + count + change), 64, saying: "b/2x2-recursive.run", "another bench",
      "--out")
    #expect(try place.bytes("b/2x2-recursive.run") == before)
  }

  @Test(
    "what was asked wrongly is refused with one sentence",
    arguments: [
      (["--digits", "10x1"], "1x1 to 9x9"), (["--digits", "2x2", "--digits", "2x2"], "twice"),
      (["--configuration", "single", "--configuration", "single"], "twice"), (["--count", "0"], "--count"),
      (["--length", "5"], "--task sort"), (["--task", "sort", "--length", "1"], "2 to 1000"),
      (["--task", "sort", "--digits", "2x2"], "--task multiply"), (["--task", "sort"], "agents `multiply`"),
      (["--max-cost", "1", "--model", "custom/none", "--base-url", "http://127.0.0.1:9/v1"], "price"),
    ])
  func refusals(arguments: [String], word: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker(["bench", "--out", "b"] + arguments), 64, saying: word)
    #expect(!place.exists("b/5x5-single.run"))
  }

  @Test(
    "a line of a file that is no problem is named with file and line",
    arguments: [
      ("not json", "no problem"), ("[1, 2]", "no problem"),
      (#"{"id": "b", "question": "1 x 2"}"#, "no problem"),
      (#"{"id": "b", "question": "", "answer": "2"}"#, "no problem"),
      (#"{"id": "b c", "question": "1 x 2", "answer": "2"}"#, "letters"),
      (#"{"id": "a", "question": "1 x 2", "answer": "2"}"#, "was there before"),
      (#"{"id": "b", "question": "Why?", "answer": "2"}"#, "agents `multiply`"),
    ])
  func badLines(line: String, word: String) async throws {
    let place = try Workplace()
    let first = #"{"id": "a", "question": "What is 12 x 13?", "answer": "156"}"#
    try place.write(Data("\(first)\n\n\(line)\n".utf8), to: "in.jsonl")
    expectRefusal(try await place.maker("bench", "--input", "in.jsonl"), 64, saying: "in.jsonl:3: ", word)
    #expect(try place.names == ["in.jsonl"])
  }

  @Test("a file of problems is solved, and what is wrong is told as far as it is known")
  func file() async throws {
    let place = try Workplace()
    let lines = [
      #"{"id": "a", "question": "What is 12 x 13?", "answer": "156"}"#,
      #"{"id": "b", "question": "What is 12 x 14?", "answer": "1"}"#,
      #"{"id": "c", "question": "6 x 7", "answer": 42}"#,
    ]
    try place.write(Data(lines.joined(separator: "\r\n").utf8), to: "in.jsonl")
    let bench = ["bench", "--input", "in.jsonl", "--configuration", "recursive", "--out", "b", "--json"]
    let done = try await place.maker(bench)
    #expect(done.code == 0, "\(done.errors)")
    let run = try #require((done.object["runs"] as? [[String: Any]])?.first)
    #expect((run["right"] as? [String: Any])?["hits"] as? Int == 2)
    #expect(run["failures"] as? [String: Int] == ["unknown": 1])
    try place.write(Data(lines[0].utf8), to: "in.jsonl")
    expectRefusal(try await place.maker(bench), 64, saying: "another bench")
    for command in ["resume", "verify"] {
      let refused = try await place.maker(command, "b/in.jsonl-recursive.run")
      #expect(refused.code == 65 && refused.errors.contains("in.jsonl has changed"), "\(refused.errors)")
    }
    expectRefusal(try await place.maker("bench", "--input", "none.jsonl"), 64, saying: "none.jsonl")
    expectRefusal(try await place.maker(bench + ["--digits", "2x2"]), 64, saying: "--input", "--digits")
  }

  @Test("lists are sorted by a model behind an endpoint, with the general agents")
  func sort() async throws {
    let place = try Workplace()
    let model = NoisyModel(
      Noise(errorRate: 0), seed: 4,
      right: { prompt in
        let list = prompt.content.split(separator: "commas: ").last?.split(separator: "\n").first ?? ""
        let numbers = list.split { !$0.isNumber }.compactMap { Int($0) }.sorted()
        return "{\"answer\": \"\(numbers.map(String.init).joined(separator: ", "))\"}"
      },
      wrong: { _, _ in "{}" })
    var configuration = ModelServer.Configuration(modelNames: ["sorter"])
    configuration.ignoresSchemas = true
    let done = try await ModelServer(model, configuration).serve { address in
      try await place.maker(
        "bench", "--task", "sort", "--length", "6", "--count", "30", "--configuration", "voting", "--out",
        "b",
        "--model", "custom/sorter", "--base-url", address.baseURL, "--json")
    }
    #expect(done.code == 0, "\(done.errors)")
    let run = try #require((done.object["runs"] as? [[String: Any]])?.first)
    #expect((run["right"] as? [String: Any])?["hits"] as? Int == 30, "\(run)")
    #expect(run["problems"] as? String == "sort6")
  }

  @Test("agents that were copied and changed are told products in the same form, and are another bench")
  func copiedAgents() async throws {
    let place = try Workplace()
    #expect(try await place.maker("solve", "--write-agents", "mine").code == 0)
    let solved = try await place.maker(
      "solve", "What is 46048 x 42098?", "--agents", "mine", "--run", "s.run")
    #expect(solved.code == 0 && solved.output.contains("1938528704"), "\(solved.errors)")
    let bench = Self.bench + ["--configuration", "recursive", "--agents", "mine"]
    let first = try await place.maker(bench)
    #expect(first.code == 0 && first.output.contains("20 of 20"), "\(first.output)\(first.errors)")
    let solver = String(decoding: try place.bytes("mine/solver.yaml"), as: UTF8.self)
    try place.write(
      Data(solver.replacing("temperature: 1.6", with: "temperature: 1.5").utf8), to: "mine/solver.yaml")
    expectRefusal(try await place.maker(bench), 64, saying: "of another bench")
    try place.write(
      Data(solver.replacing("solve {{problem}}=", with: "solve  {{problem}}=").utf8), to: "mine/solver.yaml")
    expectRefusal(try await place.maker(bench), 64, saying: "of another bench")
    try place.write(Data(solver.replacing("{{problem}}", with: "{{problme}}").utf8), to: "mine/solver.yaml")
    let misspelt = try await place.maker(bench + ["--out", "c"])
    #expect(misspelt.code == 64 && misspelt.errors.contains("problme"), "\(misspelt.errors)")
    #expect(try place.names.contains("c") == false)
  }

  @Test(
    "what would be ignored is refused",
    arguments: [
      (["--input", "p.jsonl", "--count", "3"], "--count"), (["--candidates", "6"], "at most 5"),
      (["--k", "6"], "at most 5"),
    ])
  func ignored(arguments: [String], word: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker(["bench"] + arguments), 64, saying: word)
  }
}
