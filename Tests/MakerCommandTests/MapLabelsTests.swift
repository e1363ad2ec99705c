import Foundation
import MakerTesting
import Testing

@Suite(
  "What a map decided is compared with right answers of whole answers, fields and several agents", .serialized
)
struct MapLabelsTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func write(_ text: String, to name: String) throws { try place.write(Data(text.utf8), to: name) }

  private static let invoice = """
    name: invoice
    prompt: '{{id}}'
    answer: {pattern: '(?<vendor>.+); (?<total>[0-9.]+)'}
    vote: {vendor: folded, total: number}
    """

  private func map(_ more: [String], _ model: [String]) async throws -> Outcome {
    try await place.maker(
      ["map", "agent.yaml", "--input", "in.csv", "--output", "out.csv", "--run", "a.run", "--k", "1"] + more
        + model)
  }

  @Test("voted fields each have a column, and a record is right when all of them are")
  func fields() async throws {
    try write(Self.invoice, to: "agent.yaml")
    try write("id,v,t\n1,acme,12.50\n2,Acme,8\n3,other,12.5\n4,acme,\n5,acme,twelve\n", to: "in.csv")
    try await ScriptedEndpoint("ACME; 12.5").serve { model in
      let done = try await map(["--label", "vendor=v", "--label", "invoice.total=t", "--json"], model)
      #expect(done.code == 0, "\(done.errors)")
      let records = try #require(try done.object["records"] as? [String: Any])
      let labels = try #require(records["labels"] as? [String: Any])
      let right = try #require(labels["right"] as? [String: Any])
      #expect(right["hits"] as? Int == 1 && right["trials"] as? Int == 3)
      #expect(labels["unlabelled"] as? Int == 1 && labels["not_answers"] as? Int == 1)
      let examples = try #require(labels["examples"] as? [[String: Any]])
      #expect(examples.map { $0["line"] as? Int } == [6] && examples[0]["value"] as? String == "twelve")
      let agents = try #require(labels["agents"] as? [[String: Any]])
      let fields = try #require(agents[0]["fields"] as? [[String: Any]])
      #expect(fields.map { $0["field"] as? String } == ["vendor", "total"])
      #expect(fields.map { ($0["right"] as? [String: Any])?["hits"] as? Int } == [4, 2])
    }
    let report = try await place.maker("report", "a.run", "--json")
    let run = try #require((try report.object["runs"] as? [[String: Any]])?.first)
    let labels = try #require((run["records"] as? [String: Any])?["labels"] as? [String: Any])
    #expect(labels["not_answers"] as? Int == 1 && labels["column"] as? String == "v, t")
    let parts = try #require((labels["agents"] as? [[String: Any]])?.first?["fields"] as? [[String: Any]])
    #expect(parts.map { $0["column"] as? String } == ["v", "t"])
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    #expect(page.contains("Right, total") && page.contains("Label is no answer"))
    let text = try await place.maker("resume", "a.run")
    #expect(text.output.contains("total: 2 of 3, "), "\(text.output)")
    #expect(text.output.contains("line 6 (record 5): t is twelve"), "\(text.output)")
  }

  @Test("what a label is of has to be there before anybody is asked")
  func mistakes() async throws {
    try write(Self.invoice, to: "agent.yaml")
    try write("id,v,t\n1,acme,12.50\n", to: "in.csv")
    let model = ["--model", "custom/scripted", "--base-url", "http://127.0.0.1:9/v1"]
    for (label, said) in [
      ("totl=t", "totl is no field that invoice votes on; those are total, vendor"),
      ("total=tt", "tt is no column of in.csv, which has id, v, t."),
      ("total=v", "No value of --label invoice.total=v is an answer of invoice, such as acme"),
    ] {
      expectRefusal(try await map(["--label", label], model), 64, saying: said)
    }
    expectRefusal(
      try await map(["--label", "total=t", "--label", "invoice.total=v"], model), 64,
      saying: "right answers of the same")
    try write("{\"id\": 1, \"v\": \"acme\"}\n", to: "in.jsonl")
    let lines = try await place.maker(
      ["map", "agent.yaml", "--input", "in.jsonl", "--output", "out.csv", "--label", "total=t"] + model)
    expectRefusal(lines, 64, saying: "t is no field of in.jsonl, which has id, v.")
    let part = try await place.maker(
      ["calibrate", "map", "agent.yaml", "--input", "in.csv", "--label", "total=t"] + model)
    expectRefusal(part, 64, saying: "vendor has none: add --label vendor=COLUMN")
    #expect(!place.exists("out.csv"))
  }

  @Test("each of several agents has its own, and a misspelt one is named with its line")
  func severalAgents() async throws {
    try write(
      """
      name: both
      steps:
        - {name: size, prompt: '{{id}}', answer: {labels: [big, small]}}
        - {name: tone, prompt: '{{id}} {{size}}', answer: {labels: [big, loud]}}
      """, to: "agent.yaml")
    try write("id,s,w\n1,big,big\n2,small,loud\n3,bigg,big\n", to: "in.csv")
    try await ScriptedEndpoint("big").serve { model in
      let done = try await map(["--label", "size=s", "--label-column", "w"], model)
      #expect(done.code == 0, "\(done.errors)")
      for line in [
        "right      1 of 2, ", "size: 1 of 2, ", "tone: 2 of 3, ",
        "bad label  1 record has one that is no answer", "line 4 (record 3): s is bigg",
        "wrong      1 size: decided big, right is small",
      ] {
        #expect(done.output.contains(line), "\(line) in \(done.output)")
      }
    }
    let shown = try await place.maker("show", "a.run", "--record", "3")
    #expect(
      shown.output.contains("label       \"bigg\" of s, which is no answer of the agent"), "\(shown.output)")
    #expect(!(try await place.maker("show", "a.run", "--record", "1").output.contains("no answer of")))
  }

  @Test("a field that more than one agent votes on needs the agent's name")
  func ambiguous() async throws {
    try write(
      """
      name: both
      steps:
        - {name: read, prompt: '{{id}}', answer: {pattern: '(?<total>.+)'}, vote: {total: number}}
        - {name: audit, prompt: '{{id}}', answer: {pattern: '(?<total>.+)'}, vote: {total: number}}
      """, to: "agent.yaml")
    try write("id,t\n1,5\n", to: "in.csv")
    let model = ["--model", "custom/scripted", "--base-url", "http://127.0.0.1:9/v1"]
    expectRefusal(
      try await map(["--label", "total=t"], model), 64,
      saying: "more than one agent votes on a field total; write read.total=t or audit.total=t")
  }

  @Test("what is looked for in the first records says so, and does not name all fields of very wide ones")
  func firstRecords() async throws {
    try write("name: a\nprompt: '{{id}}'\nanswer: {labels: [yes, no]}\n", to: "agent.yaml")
    let model = ["--model", "custom/scripted", "--base-url", "http://127.0.0.1:9/v1"]
    let wide = (0..<1_001).map { "{\"id\":\($0),\"f\($0)\":1,\"empty\":\"\"}\n" }.joined()
    try write(wide, to: "in.jsonl")
    let map = ["map", "agent.yaml", "--input", "in.jsonl", "--output", "out.csv", "--label-column"]
    let none = try await place.maker(map + ["truth"] + model)
    expectRefusal(
      none, 64, saying: "truth is no field of the first 1,000 records of in.jsonl, which have id, f0")
    #expect(none.errors.contains(" and more.") && !none.errors.contains("f60"), "\(none.errors)")
    let foreign = try await place.maker(map + ["id"] + model)
    expectRefusal(
      foreign, 64,
      saying: "No value of --label-column id in the first 1,000 records is an answer of a, such as 0")
  }
}
