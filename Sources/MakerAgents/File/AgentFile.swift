import Foundation
import Yams

/// Reads agent files: `docs/agent-file.md` says what is in one.
public enum AgentFile {
  /// The agent of a file.
  ///
  /// - Parameter path: Where the file is.
  /// - Returns: The agent.
  /// - Throws: ``AgentMistakes`` with everything that is wrong with it.
  public static func agent(at path: String) throws(AgentMistakes) -> Agent {
    try agent(in: text(at: path), called: path)
  }

  /// The agent of a file's text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - name: What the file is called in the mistakes.
  /// - Returns: The agent.
  /// - Throws: ``AgentMistakes`` with everything that is wrong with it.
  public static func agent(in text: String, called name: String) throws(AgentMistakes) -> Agent {
    var reader = FileReader(text, called: name)
    let agent = reader.agent(try root(of: text, called: name))
    guard let agent, reader.mistakes.isEmpty else { throw AgentMistakes(reader.mistakes) }
    return agent
  }

  /// The agents of a file: of one with `steps:` all, in sequence; of an agent's own file that one.
  ///
  /// - Parameter path: Where the file is. The files that it names are looked for in its folder.
  /// - Returns: The agents.
  /// - Throws: ``AgentMistakes`` with everything that is wrong with it and the files it names.
  public static func steps(at path: String) throws(AgentMistakes) -> AgentSteps {
    let text = try text(at: path)
    let root = try root(of: text, called: path)
    guard root.mapping?.contains(where: { $0.key.scalar?.string == AgentKeys.steps[0] }) == true else {
      return AgentSteps(try agent(in: text, called: path))
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var reader = FileReader(text, called: path)
    let steps = reader.steps(root) { name throws(AgentMistakes) in
      // A path that was given relative stays so in the mistakes.
      let isBeside = !path.contains("/") || name.hasPrefix("/")
      return try agent(at: isBeside ? name : folder.appending(path: name).path)
    }
    guard let steps, reader.mistakes.isEmpty else { throw AgentMistakes(reader.mistakes) }
    return steps
  }

  /// The text of a file.
  private static func text(at path: String) throws(AgentMistakes) -> String {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      data = try file.read(upToCount: AgentLimits.fileBytes + 1) ?? Data()
    } catch {
      throw refusal(path, "the file cannot be read", "check its name and that you may read it")
    }
    guard data.count <= AgentLimits.fileBytes else { throw tooLarge(path) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw refusal(path, "the file is not UTF-8", "save it as UTF-8")
    }
    return text
  }

  /// The YAML of a file's text.
  private static func root(of text: String, called name: String) throws(AgentMistakes) -> Node {
    guard text.utf8.count <= AgentLimits.fileBytes else { throw tooLarge(name) }
    let aliases = AliasCount.of(text)
    guard aliases <= AliasCount.limit else {
      throw refusal(
        name, "the file has \(aliases) aliases", "use at most \(AliasCount.limit), or write them out")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text.withoutByteOrderMark)
    } catch {
      throw AgentMistakes([AgentMistake(yaml: error, of: text, in: name)])
    }
    guard let root, root.scalar?.isNull != true else {
      throw refusal(name, "the file is empty", "write at least name, prompt and answer")
    }
    return root
  }

  private static func refusal(_ name: String, _ what: String, _ remedy: String) -> AgentMistakes {
    AgentMistakes([AgentMistake(what, remedy, in: name, at: nil)])
  }

  private static func tooLarge(_ name: String) -> AgentMistakes {
    refusal(
      name, "the file is larger than \(AgentLimits.fileBytes) bytes",
      "shorten the prompt, or put what differs into the records")
  }
}

extension Agent {
  /// Everything in the prompt that a sample record does not have, with its place in the file.
  public func mistakes(for record: AgentRecord) -> [AgentMistake] {
    template.mistakes(for: record).map {
      AgentMistake($0.what, $0.remedy, in: file, at: promptPlace.place(of: $0.place))
    }
  }
}
