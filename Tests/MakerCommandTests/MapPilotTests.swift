import Foundation
import MakerTesting
import Testing

@Suite("A pilot of a map, tables with tabs, and a simulated model of several agents", .serialized)
struct MapPilotTests {
  private let parity: ServedParity

  init() throws { parity = try ServedParity() }

  @Test("only the first records are decided, also after a stop, and it says so")
  func pilot() async throws {
    try parity.writeTable(50)
    try await parity.served { [parity] model in
      let place = parity.place
      let stopped = try await place.maker(
        ServedParity.map("out.csv", "a.run") + ["--limit", "20", "--max-steps", "5"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      #expect(stopped.errors.contains("parity, the first 20 records of the 50 of "), "\(stopped.errors)")
      let part = try await place.maker("verify", "a.run")
      #expect(part.code == 0, "\(part.errors)")
      #expect(part.output.contains("rows       5 in out.csv"), "\(part.output)")
      #expect(part.output.contains("files      not compared: the map is not done"), "\(part.output)")
      let done = try await place.maker("resume", "a.run", "--max-steps", "100")
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.output.contains("limit      the first 20 of 50 records"), "\(done.output)")
      #expect(try parity.text("out.csv") == ServedParity.rows(20))
      #expect(try await place.maker("verify", "a.run").code == 0)
      let report = try await place.maker("resume", "a.run", "--json").object
      let records = try #require(report["records"] as? [String: Any])
      #expect(records["limit"] as? Int == 20 && records["input_records"] as? Int == 50)
      #expect(report["steps"] as? Int == 20)
      try await expectLimit(of: "a.run")
      // Without the records the run file still tells of how many they are the first ones.
      try FileManager.default.removeItem(atPath: place.path("in.csv"))
      try await expectLimit(of: "a.run")
    }
  }

  /// Expects that whatever is said of a run says of how many records its 20 are the first.
  private func expectLimit(of run: String) async throws {
    let place = parity.place
    let shown = try await place.maker("show", run)
    #expect(shown.output.contains("limit      the first 20 of 50 records"), "\(shown.output)")
    let record = try #require(
      try await place.maker("show", run, "--record", "1", "--json").object["records"] as? [String: Any])
    #expect(record["limit"] as? Int == 20 && record["input_records"] as? Int == 50)
    let report = try await place.maker("report", run, "--json")
    let reported = try #require(try report.object["runs"] as? [[String: Any]])
    let records = try #require(reported.first?["records"] as? [String: Any])
    #expect(records["count"] as? Int == 20 && records["input_records"] as? Int == 50)
    let page = try parity.text("a.html")
    #expect(page.contains("the first 20 of 50 records in: 20 rows"))
  }

  @Test("a limit that no record is beyond is none")
  func wideLimit() async throws {
    try parity.writeTable(5)
    try await parity.served { [parity] model in
      let done = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run") + ["--limit", "10"] + model)
      #expect(done.code == 0 && done.errors.contains("parity, 5 records of in.csv"), "\(done.errors)")
      #expect(!done.output.contains("limit"), "\(done.output)")
    }
  }

  @Test("tabs go in and come out")
  func tabs() async throws {
    try parity.writeTable(10)
    let table = try parity.text("in.csv")
    try parity.write(table.replacing(",", with: "\t"), to: "in.tsv")
    try parity.write(table.replacing(",", with: "\t"), to: "odd.csv")
    try await parity.served { [parity] model in
      let map = ["map", "agent.yaml", "--k", "3", "--temperature", "0.7"]
      let done = try await parity.place.maker(
        map + ["--input", "in.tsv", "--output", "out.tsv"] + model)
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("out.tsv") == ServedParity.rows(10).replacing(",", with: "\t"))
      #expect(parity.place.exists("out.rejects.tsv"))
      let odd = try await parity.place.maker(map + ["--input", "odd.csv", "--output", "x.csv"] + model)
      #expect(odd.code == 65 && odd.errors.contains("give --input-format tsv"), "\(odd.errors)")
    }
  }

  @Test("the simulation has a field for each agent, counts tokens by length, and names its columns")
  func simulation() async throws {
    let place = parity.place
    try parity.write(
      """
      name: both
      steps:
        - {name: size, instructions: 'Tell the size.', prompt: 'Thing {{id}}', answer: {labels: [big, small]}}
        - {name: tone, prompt: 'Which tone has {{id}}, which is {{size}}?', answer: {labels: [loud, soft]}}
      """, to: "both.yaml")
    try parity.write("id,s,t\nA-1,big,soft\nA-2,small,loud\n", to: "truth.csv")
    try parity.write(parity.text("truth.csv") + "A-3\n,big,soft\n", to: "script.csv")
    let typo = try await place.maker("serve-model", "--replies", "truth.csv", "--reply-field", "ss")
    expectRefusal(typo, 64, saying: "--reply-field ss is no column of truth.csv, which has id, s, t")
    let server = try place.start(
      "serve-model", "--port", "0", "--port-file", "port", "--replies", "script.csv", "--reply-field",
      "the size=s", "--reply-field", "Which tone=t")
    defer { server.send(SIGTERM) }
    try await eventually { place.exists("port") }
    #expect(
      server.errorsSoFar.contains(
        "2 rows of script.csv are passed over, the first on line 4: it has 1 field"),
      "\(server.errorsSoFar)")
    try parity.write("id,s,t\n,big,soft\n", to: "none.csv")
    let none = try await place.maker(
      "serve-model", "--replies", "none.csv", "--key-field", "id", "--reply-field", "s")
    expectRefusal(none, 65, saying: "No row of none.csv has a key and a reply; line 2: it has no id")
    let port = try parity.text("port").trimmingCharacters(in: .whitespacesAndNewlines)
    let done = try await place.maker(
      "map", "both.yaml", "--input", "truth.csv", "--output", "out.csv", "--k", "1", "--label", "size=s",
      "--label", "tone=t", "--model", "custom/scripted", "--base-url", "http://127.0.0.1:\(port)/v1", "--json"
    )
    #expect(done.code == 0, "\(done.errors)")
    #expect(
      try parity.text("out.csv") == "id,s,t,size,tone\nA-1,big,soft,big,soft\nA-2,small,loud,small,loud\n")
    // 'Tell the size.Thing A-1' has 23 bytes, 'Which tone has A-1, which is big?' 33, and the other 35.
    #expect(try done.object["input_tokens"] as? Int == 6 + 9 + 6 + 9)
    #expect(try done.object["output_tokens"] as? Int == 1 + 1 + 2 + 1)
  }
}
