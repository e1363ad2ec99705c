import Foundation
import Maker
import MakerTesting
import Testing

@Suite("Every record of a table is decided by voting", .serialized)
struct MapTests {
  private let parity: ServedParity
  private var place: Workplace { parity.place }

  init() throws { parity = try ServedParity() }

  @Test("in the order of the input, and all of them right")
  func whole() async throws {
    try parity.writeTable(500)
    try await parity.served { [parity] model in
      let place = parity.place
      let done = try await place.maker(ServedParity.map("out.csv", "a.run") + ["--json"] + model)
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("out.csv") == ServedParity.rows(500))
      #expect(try parity.text("out.rejects.csv") == "record,line,reason,input\n")
      let report = try done.report
      #expect(report.status == "done" && report.decided == 500 && report.verified == true)
      #expect(report.outvoted > 10, "the model errs")
      let records = try #require(try done.object["records"] as? [String: Any])
      #expect(records["rows"] as? Int == 500 && records["rejects"] as? Int == 0)
      #expect(done.errors.contains("parity, 500 records of "), "\(done.errors)")
    }
    // The model is gone: what is recorded is read without it.
    let verified = try await place.maker("verify", "a.run")
    #expect(verified.code == 0, "\(verified.errors)")
    #expect(
      verified.output.contains(
        "every decision follows from its votes; answers are not compared with right ones"))
    #expect(try await place.maker("show", "a.run", "--step", "7").output.contains("\"odd\""))
    let lines = try await place.maker("export", "a.run").outputLines
    #expect(
      lines.count == 500
        && lines[0].hasPrefix("{\"step\": 0, \"record\": 1, \"agent\": \"parity\", \"answer\": \"odd\", "))
    #expect(try await place.maker("report", "a.run").code == 0)
  }

  @Test("with their ballots and costs, where they are asked for")
  func ballot() async throws {
    try parity.writeTable(40)
    try await parity.served { [parity] model in
      let place = parity.place
      try parity.write("prices:\n  custom/parity: {input: 1, output: 2}\n", to: "maker.yaml")
      let done = try await place.maker(
        ServedParity.map("out.jsonl", "a.run") + ["--ballot", "--cost", "--json"] + model)
      #expect(done.code == 0, "\(done.errors)")
      let rows = try parity.text("out.jsonl").split(separator: "\n").map { try jsonObject(String($0)) }
      #expect(rows.count == 40)
      var (samples, cost) = (0, 0.0)
      for row in rows {
        let ballot = try #require(row["parity.ballot"] as? [String: Int])
        #expect(ballot["votes_for"].map { $0 >= 5 } == true)
        #expect(
          ballot["samples"]
            == (ballot["votes_for"] ?? 0) + (ballot["votes_against"] ?? 0) + (ballot["flags"] ?? 0))
        samples += ballot["samples"] ?? 0
        cost += try #require(row["parity.cost_usd"] as? Double)
      }
      #expect(try done.report.samples == samples)
      let whole = try #require(try done.report.costUsd)
      #expect(cost > 0 && abs(cost - whole) < 1e-9, "\(cost) of \(whole)")
    }
  }

  @Test(
    "those that cannot be read or decided go to the rejects with the reason, and cost nobody else anything")
  func rejects() async throws {
    try parity.write(
      "id,number\nR-0,1\nR-1\nR-2,4\n\"R-3,5\n", to: "in.csv")
    try await parity.served(Noise(errorRate: 0)) { [parity] model in
      let done = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run", k: 2) + ["--rejects", "bad.jsonl", "--json"] + model)
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("out.csv") == "id,number,parity\nR-0,1,odd\nR-2,4,even\n")
      let bad = try parity.text("bad.jsonl").split(separator: "\n").map { try jsonObject(String($0)) }
      #expect(bad.map { $0["line"] as? Int } == [3, 5])
      #expect(try done.object["records"].flatMap { $0 as? [String: Any] }?["rejects"] as? Int == 2)
      #expect(try done.report.status == "done")
    }
  }

  @Test("a prompt that does not fit the table is found before anything is asked")
  func unfit() async throws {
    try parity.writeTable(5)
    try parity.write(parity.text("in.csv").replacing("number", with: "figure"), to: "in.csv")
    let model = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1"]
    let outcome = try await place.maker(ServedParity.map("out.csv", "a.run") + model)
    #expect(outcome.code == 65 && outcome.errors.contains("number"), "\(outcome.errors)")
    #expect(outcome.errors.contains("whose columns are id, figure, truth"), "\(outcome.errors)")
    try parity.write("id;number\n1;2\n", to: "in.csv")
    let separated = try await place.maker(ServedParity.map("out.csv", "a.run") + model)
    #expect(separated.code == 65 && separated.errors.contains("separated by ;"), "\(separated.errors)")
    #expect(try place.names == ["agent.yaml", "in.csv"])
  }

  @Test("a column of labels that are no answers is refused, not counted as wrong")
  func foreignLabels() async throws {
    try parity.writeTable(5)
    let model = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1"]
    let outcome = try await place.maker(
      ServedParity.map("out.csv", "a.run") + ["--label-column", "number"] + model)
    expectRefusal(outcome, 64, saying: "No value of --label-column number is an answer of parity")
  }

  @Test("a start that came to nothing leaves nothing in the way of the next one")
  func falseStart() async throws {
    try parity.writeTable(20)
    let nobody = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1", "--retries", "0"]
    let failed = try await place.maker(ServedParity.map("out.csv", "a.run") + nobody)
    #expect(failed.code == 75, "\(failed.errors)")
    try await parity.served { [parity] model in
      let done = try await parity.place.maker(ServedParity.map("out.csv", "b.run") + model)
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("out.csv") == ServedParity.rows(20))
    }
  }

  @Test("known labels are compared with, and never asked")
  func labels() async throws {
    try parity.writeTable(200)
    try await parity.served { [parity] model in
      let done = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run") + ["--label-column", "truth", "--json"] + model)
      #expect(done.code == 0, "\(done.errors)")
      let records = try #require(try done.object["records"] as? [String: Any])
      let labels = try #require(records["labels"] as? [String: Any])
      let right = try #require(labels["right"] as? [String: Any])
      #expect(right["hits"] as? Int == 200 && right["trials"] as? Int == 200)
      let p = try #require(labels["p"] as? [String: Any])
      #expect((p["value"] as? Double).map { 0.8...0.95 ~= $0 } == true)
      #expect((labels["confusion"] as? [Any])?.count == 2)
      let missing = try await parity.place.maker(
        ServedParity.map("other.csv", "b.run") + ["--label-column", "truh"] + model)
      expectRefusal(missing, 64, saying: "truh", "id, number, truth")
      #expect(!parity.place.exists("b.run"))
    }
  }

  @Test("standard input is kept, so that a run that stopped goes on without it")
  func standardInput() async throws {
    try parity.writeTable(60)
    try await parity.served { [parity] model in
      let place = parity.place
      let words = model.joined(separator: " ")
      let stopped = try await place.shell(
        "\"$MAKER\" map agent.yaml --input - --output out.csv --run a.run --k 5 --temperature 0.7 --max-steps 20 \(words) < in.csv"
      )
      #expect(stopped.code == 75, "\(stopped.errors)")
      #expect(try place.bytes("a.input.csv") == place.bytes("in.csv"))
      let done = try await place.maker("resume", "a.run", "--max-steps", "100")
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("out.csv") == ServedParity.rows(60))
    }
  }

  @Test("what is there already is not written over, and nothing is begun")
  func exists() async throws {
    try parity.writeTable(5)
    try parity.write("mine\n", to: "out.csv")
    try await parity.served { [parity] model in
      let outcome = try await parity.place.maker(ServedParity.map("out.csv", "a.run") + model)
      expectRefusal(outcome, 64, saying: "out.csv is there already")
      #expect(!parity.place.exists("a.run"))
      #expect(try parity.text("out.csv") == "mine\n")
    }
  }

  @Test("what is wrong with the agent or the input is said before anybody is asked")
  func mistakes() async throws {
    try parity.writeTable(5)
    let model = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1"]
    try parity.write("name: a b\nprompt: x\nanswer: {labels: [a]}\n", to: "bad.yaml")
    let bad = try await place.maker(
      ["map", "bad.yaml", "--input", "in.csv", "--output", "o.csv"] + model)
    #expect(bad.code == 65 && bad.errors.contains("bad.yaml:1:7: "), "\(bad.errors)")
    let missing = try await place.maker(
      ["map", "agent.yaml", "--input", "no.csv", "--output", "o.csv"] + model)
    expectRefusal(missing, 64, saying: "no.csv")
    let formless = try await place.maker(
      ["map", "agent.yaml", "--input", "agent.yaml", "--output", "o.csv"] + model)
    expectRefusal(formless, 64, saying: "--input-format")
    let modelless = try await place.maker(
      ["map", "agent.yaml", "--input", "in.csv", "--output", "o.csv"])
    expectRefusal(modelless, 64, saying: "--model")
    #expect(try place.names == ["agent.yaml", "bad.yaml", "in.csv"], "nothing is left behind")
  }

  @Test("a changed input or agent is refused when the run goes on")
  func changed() async throws {
    try parity.writeTable(40)
    try await parity.served { [parity] model in
      let place = parity.place
      let stopped = try await place.maker(
        ServedParity.map("out.csv", "a.run") + ["--max-steps", "10"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      let rows = try place.bytes("out.csv")
      for count in [41, 3] {
        try parity.writeTable(count)
        let outcome = try await place.maker("resume", "a.run", "--max-steps", "100")
        #expect(outcome.code == 65 && outcome.errors.contains("in.csv has changed"), "\(outcome.errors)")
        #expect(try place.bytes("out.csv") == rows, "the rows are left alone")
      }
      try parity.writeTable(40)
      try parity.write(parity.text("agent.yaml").replacing("You tell", with: "Please tell"), to: "agent.yaml")
      let other = try await place.maker("resume", "a.run", "--max-steps", "100")
      #expect(other.code == 65 && other.errors.contains("have changed (instructions"), "\(other.errors)")
    }
  }
}
