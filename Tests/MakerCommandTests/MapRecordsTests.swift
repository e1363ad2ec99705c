import Foundation
import Maker
import MakerTesting
import Testing

@Suite("After a map everything is said of its records", .serialized)
struct MapRecordsTests {
  private let parity: ServedParity
  private var place: Workplace { parity.place }

  init() throws { parity = try ServedParity() }

  /// A table of which one row cannot be read and one label is another than what is right.
  private func writeTable() throws {
    try parity.writeTable(60)
    let lines = try parity.text("in.csv").split(separator: "\n").map(String.init)
    let changed = lines.enumerated().map { index, line in
      index == 11 ? "R-10" : index == 21 ? "R-20,\(ServedParity.number(20)),\(Self.other(20))" : line
    }
    try parity.write(changed.joined(separator: "\n") + "\n", to: "in.csv")
  }

  private static func other(_ index: Int) -> String { ServedParity.label(index) == "even" ? "odd" : "even" }

  /// Runs the map of that table, and calls `body` once it is done.
  private func mapped(
    _ more: [String] = [], _ body: @escaping @Sendable (Workplace) async throws -> Void
  ) async throws {
    try writeTable()
    try await parity.served { [parity] model in
      let done = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run") + ["--record", "all", "--label-column", "truth"] + more + model)
      try #require(done.code == 0, "\(done.errors)")
      for line in ["status     done, 60 of 60 records", "rows       59 in out.csv", " in out.rejects.csv"] {
        #expect(done.output.contains(line), "\(done.output)")
      }
      for word in ["ruled", "step", place.url.path] { #expect(!done.output.contains(word), "\(done.output)") }
    }
    try await body(place)
  }

  @Test("a record is found by its number: fields, prompt, ballot, replies, and the row it became")
  func record() async throws {
    try await mapped { place in
      let shown = try await place.maker("show", "a.run", "--record", "8")
      #expect(shown.code == 0, "\(shown.errors)")
      for part in [
        "record      8 of 60, line 9 of in.csv", "  id        R-7", "You tell even numbers from odd ones.",
        "  | Record R-7: is \(ServedParity.number(7)) even or odd?",
        "decided     \"\(ServedParity.label(7))\"",
        "reply 1  a vote", "row of out.csv", "  | R-7,\(ServedParity.number(7)),",
      ] { #expect(shown.output.contains(part), "\(part) in \(shown.output)") }
      let object = try jsonObject(
        try await place.maker("show", "a.run", "--record", "8", "--json").outputLines[0])
      #expect(object["record"] as? Int == 8 && object["step"] as? Int == 7 && object["line"] as? Int == 9)
      #expect((object["fields"] as? [String: String])?["id"] == "R-7")
      #expect((object["row"] as? String)?.hasPrefix("R-7,") == true && object["agent"] as? String == "parity")
      let bad = try await place.maker("show", "a.run", "--record", "11").output
      #expect(
        bad.contains("rejected    line 12: it has 1 field") && bad.contains("reject of out.rejects.csv"))
      #expect(bad.contains("  | 11,12,") && bad.contains("unreadable R-10"), "\(bad)")
      // A step of a map is a record.
      #expect(try await place.maker("show", "a.run", "--step", "7").output == shown.output)
    }
  }

  @Test("there is no record beyond the last, nor an agent that the file does not have")
  func none() async throws {
    try await mapped { place in
      expectRefusal(try await place.maker("show", "a.run", "--record", "61"), 64, saying: "from 1 to 60")
      expectRefusal(
        try await place.maker("show", "a.run", "--record", "1", "--agent", "x"), 64, saying: "parity")
      for arguments in [
        ["--record", "0"], ["--agent", "x"], ["--most", "3"], ["--record", "1", "--wrong"],
      ] {
        #expect(try await place.maker(["show", "a.run"] + arguments).code == 64)
      }
    }
  }

  @Test("the most contested come first, with how their votes stand")
  func contested() async throws {
    try await mapped { place in
      let lines = try await place.maker("show", "a.run", "--contested", "--most", "4", "--json").outputLines
        .dropLast().map(jsonObject)
      #expect(lines.count == 4)
      let shares = try lines.map { line -> Double in
        let votes = try #require(line["ballot"] as? [[String: Any]]).compactMap { $0["votes"] as? Int }
        #expect(votes == votes.sorted(by: >) && line["record"] is Int)
        return Double((votes.first ?? 0) - (votes.dropFirst().first ?? 0)) / Double(votes.reduce(0, +))
      }
      #expect(shares == shares.sorted() && shares[0] < 1)
      let text = try await place.maker("show", "a.run", "--contested", "--most", "4").outputLines
      #expect(text[0].split(separator: " ") == ["record", "decided", "votes", "samples", "flagged"])
      #expect(text[1].contains(" : ") && text.contains { $0.hasPrefix("and ") && $0.contains("--most") })
      #expect(text.last?.hasPrefix("One of them whole: maker show a.run --record ") == true)
    }
  }

  @Test("those that were decided otherwise than their label are listed")
  func wrong() async throws {
    try await mapped { place in
      let (right, label) = (ServedParity.label(20), Self.other(20))
      let outcome = try await place.maker("show", "a.run", "--wrong")
      let words = try #require(outcome.outputLines.dropFirst().first).split(separator: " ")
      #expect(
        words.prefix(4) == ["21", Substring(right), Substring(label), Substring(right)], "\(outcome.output)")
      let lines = try await place.maker("show", "a.run", "--wrong", "--json").outputLines
      #expect(lines.count == 2)
      let line = try jsonObject(lines[0])
      #expect(line["record"] as? Int == 21 && line["expected"] as? String == label)
      #expect(line["answer"] as? String == right)
      let shown = try await place.maker("show", "a.run", "--record", "21").output
      #expect(shown.contains("expected    \"\(label)\", by truth"), "\(shown)")
    }
  }

  @Test("show says what became of all of them, also without the records")
  func figures() async throws {
    try await mapped { place in
      let shown = try await place.maker("show", "a.run").output
      for part in [
        "rows       59 in out.csv", "rejects    1, ", "right      58 of 59", "wrong      1 decided",
      ] {
        #expect(shown.contains(part), "\(shown)")
      }
      try FileManager.default.removeItem(atPath: place.path("in.csv"))
      let without = try await place.maker("show", "a.run")
      #expect(without.code == 0 && without.output.contains("rejects    1, "), "\(without.errors)")
      #expect(!without.output.contains("right  "), "\(without.output)")
      let record = try await place.maker("show", "a.run", "--record", "8")
      #expect(record.code == 0 && record.output.contains("\"\(ServedParity.label(7))\""), "\(record.errors)")
      #expect(record.errors.contains("in.csv"))
    }
  }

  @Test("verify compares both files with what the run file says, and says what to do")
  func verified() async throws {
    try await mapped(["--ballot"]) { place in
      let whole = try await place.maker("verify", "a.run")
      #expect(whole.code == 0, "\(whole.errors)")
      #expect(whole.output.contains("out.csv is what the run file says"), "\(whole.output)")
      let (rows, rejects) = (try place.bytes("out.csv"), try place.bytes("out.rejects.csv"))
      var changed = rows
      changed[100] = UInt8(ascii: "#")
      for (bytes, words) in [
        (changed, "differs at byte 101"), (rows.prefix(300), "ends after byte 300"),
        (rows + Data("x\n".utf8), "goes on after byte \(rows.count)"), (nil, "out.csv is missing"),
      ] as [(Data?, String)] {
        if let bytes {
          try place.write(bytes, to: "out.csv")
        } else {
          try FileManager.default.removeItem(atPath: place.path("out.csv"))
        }
        let outcome = try await place.maker("verify", "a.run", "--json")
        #expect(outcome.code == 1 && outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errors.contains("maker resume a.run"))
        #expect(try outcome.report.verified == true)
        let files = try #require(try outcome.object["files"] as? [[String: Any]])
        #expect(files.count == 2 && files[1]["finding"] as? String == "same")
      }
      #expect(try await place.maker("resume", "a.run").code == 0)
      #expect(try place.bytes("out.csv") == rows && place.bytes("out.rejects.csv") == rejects)
      #expect(try await place.maker("verify", "a.run").code == 0)
    }
  }

  @Test("an export has the number of the record and the name of its agent")
  func exported() async throws {
    try await mapped { place in
      let lines = try await place.maker("export", "a.run").outputLines.map(jsonObject)
      #expect(lines.compactMap { $0["record"] as? Int } == Array(1...60))
      #expect(lines.allSatisfy { $0["agent"] as? String == "parity" })
    }
  }

  @Test("the report speaks of records")
  func report() async throws {
    try await mapped { place in
      let outcome = try await place.maker("report", "a.run", "--json")
      #expect(outcome.code == 0, "\(outcome.errors)")
      let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
      for part in [
        "agent.yaml on in.csv", "60 records in: 59 rows, 1 reject", "Why records were rejected",
        "it has 1 field, and the header row has 3", "58 of 59 of those whose truth is an answer", "(wrong)",
        "Contested records", "<summary>Record ", "<summary>Prompt</summary>",
        "is \(ServedParity.number(3)) even",
        "Votes per record", "Votes that were right",
      ] { #expect(page.contains(part), "\(part)") }
      for part in [
        "Decided by a person", "decided by a person", "costs nothing", "Contested steps", "Votes per step",
        place.url.path,
      ] { #expect(!page.contains(part), "\(part)") }
      let run = try #require((try outcome.object["runs"] as? [[String: Any]])?.first)
      let records = try #require(run["records"] as? [String: Any])
      #expect(records["rows"] as? Int == 59 && records["count"] as? Int == 60)
      #expect(records["agents"] as? [String] == ["parity"])
      #expect(((records["labels"] as? [String: Any])?["right"] as? [String: Any])?["hits"] as? Int == 58)
    }
  }

  @Test("the report of a map whose records are gone says so, and has the rest")
  func reportWithout() async throws {
    try await mapped { place in
      try FileManager.default.removeItem(atPath: place.path("in.csv"))
      #expect(try await place.maker("report", "a.run").code == 0)
      let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
      #expect(page.contains("Records and prompts are not shown") && page.contains("59 rows, 1 reject"))
      #expect(page.contains("Agreement: votes for what was decided"))
    }
  }

  @Test("with several agents each has its name")
  func several() async throws {
    try parity.writeTable(12)
    try parity.write(
      """
      name: both
      steps:
        - name: first
          prompt: "Record {{id}}: is {{number}} even or odd?"
          answer: {labels: [even, odd]}
        - name: second
          prompt: "Record {{id}}: is {{number}} even or odd? The first said {{first}}."
          answer: {labels: [even, odd]}
      """, to: "agent.yaml")
    try await parity.served { [parity] model in
      let place = parity.place
      let done = try await place.maker(
        ServedParity.map("out.csv", "a.run") + ["--record", "all"] + model)
      #expect(done.code == 0, "\(done.errors)")
      #expect(done.output.contains("done, 12 of 12 records, 2 agents each"), "\(done.output)")
      let whole = try await place.maker("show", "a.run", "--record", "3").output
      #expect(whole.contains("agent       first") && whole.contains("agent       second"), "\(whole)")
      #expect(whole.contains("The first said \(ServedParity.label(2))."), "\(whole)")
      let one = try await place.maker("show", "a.run", "--record", "3", "--agent", "second").output
      #expect(!one.contains("agent       first") && one.contains("agent       second"))
      let lines = try await place.maker("export", "a.run").outputLines.map(jsonObject)
      #expect(lines[5]["record"] as? Int == 3 && lines[5]["agent"] as? String == "second")
      #expect(try await place.maker("report", "a.run").code == 0)
      let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
      #expect(page.contains("first, then second") && page.contains(", agent "))
      #expect(try await place.maker("verify", "a.run").code == 0)
    }
  }
}
