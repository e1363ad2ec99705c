import MakerAgents
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The least that a file needs besides what a test is about.
let head = "name: a\nprompt: '{{x}}'\n"

/// The agent of a file.
func agent(_ yaml: String) throws -> Agent { try AgentFile.agent(in: yaml, called: "agent.yaml") }

/// The agent of an answer's form and a vote.
func agent(answer: String, vote: String? = nil) throws -> Agent {
  try agent(head + "answer: \(answer)\n" + (vote.map { "vote: \($0)\n" } ?? ""))
}

/// What is wrong with a file, a line each; empty when nothing is.
func mistakes(_ yaml: String) -> [String] {
  do throws(AgentMistakes) {
    _ = try AgentFile.agent(in: yaml, called: "agent.yaml")
    return []
  } catch {
    return error.mistakes.map(\.description)
  }
}

/// A file of the repository's docs.
func document(_ name: String) throws -> String {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let root = tests.deletingLastPathComponent().deletingLastPathComponent()
  return try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
}
