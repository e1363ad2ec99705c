import MakerAgents

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of Examples/Uses: its agents, its records and the right answers.
struct UseFolder {
  /// A record with its id and the right answers, by the name of the agent.
  struct Case {
    let id: String
    let record: AgentRecord
    let truth: AgentValue
  }

  /// What is no table of texts, or has a row of another length.
  struct Malformed: Error { let what: String }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Examples/Uses")

  let steps: AgentSteps
  /// The agents; one whose answers a program compares takes the value itself for what is voted on.
  let agents: [Agent]
  let cases: [Case]

  /// The names of the folders that hold an agent file.
  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: root.path).filter {
        FileManager.default.fileExists(atPath: root.appending(path: "\($0)/agent.yaml").path)
      }.sorted()
    }
  }

  init(_ name: String) throws {
    let folder = Self.root.appending(path: name)
    steps = try AgentFile.steps(at: folder.appending(path: "agent.yaml").path)
    agents = steps.agents.map { agent in
      var agent = agent
      if case .program = agent.vote { agent.comparison = { value in value } }
      return agent
    }
    let table = try? String(contentsOf: folder.appending(path: "data.csv"), encoding: .utf8)
    let records = try table.map(Self.rows) ?? Self.lines(folder.appending(path: "data.jsonl"))
    let truth = try Self.lines(folder.appending(path: "truth.jsonl"))
    guard records.count == truth.count else { throw Malformed(what: "\(name) has other truths than records") }
    cases = try zip(records, truth).map { record, truth in
      guard case .string(let id) = record.value["id"], truth.value["id"] == .string(id) else {
        throw Malformed(what: "\(name) has a record whose truth is not beside it")
      }
      return Case(id: id, record: record, truth: truth.value)
    }
  }

  private static func lines(_ file: URL) throws -> [AgentRecord] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try AgentRecord(json: $0.utf8)
    }
  }

  /// The rows of a table of texts, with commas and quotes as in RFC 4180.
  private static func rows(_ text: String) throws -> [AgentRecord] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for character in text {
      let last = rows[rows.count - 1].count - 1
      switch character {
      // A quote within a quoted field is doubled: it ends the field and begins it again.
      case "\"":
        isQuoted.toggle()
        if isQuoted, !rows[rows.count - 1][last].isEmpty { rows[rows.count - 1][last].append("\"") }
      case "," where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted: rows.append([""])
      default: rows[rows.count - 1][last].append(character)
      }
    }
    if rows.last == [""] { rows.removeLast() }
    guard let names = rows.first, rows.allSatisfy({ $0.count == names.count }) else {
      throw Malformed(what: "a row has more or fewer fields than the first")
    }
    return rows.dropFirst().map { row in
      AgentRecord(zip(names, row).map { AgentValue.Member($0, .string($1)) })
    }
  }
}
