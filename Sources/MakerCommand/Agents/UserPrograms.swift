import Maker
import MakerAgents
import MakerPrograms
import MakerProviders
import MakerRecords

/// What the programs of a user's get to know, and what is shown of them.
enum UserPrograms {
  /// The variables that hold keys of endpoints, which no program gets.
  static func withheld(_ settings: Settings) -> Set<String> {
    Set(EndpointProfile.all.compactMap(\.keyVariable))
      .union(settings.providers.keys.map { ProviderSettings.keyVariable(of: $0) })
  }

  /// Shows what a program says on its standard error, and when it is started again.
  @Sendable static func show(_ event: ProgramEvent) {
    switch event {
    case .message(let text): StandardError.line(text)
    case .restart(let failure): StandardError.line("maker: \(failure.message) It is started again.")
    }
  }
}

/// An agent with the programs that its file names, running.
struct RunningAgent: Sendable {
  /// The agent; its answers are compared by its program, if it has one.
  private(set) var agent: Agent
  private let check: CheckProgram?
  private let compare: CheckProgram?

  /// Starts the programs of an agent. One that both checks and compares is started once.
  ///
  /// - Parameters:
  ///   - agent: The agent.
  ///   - withheld: Variables of the environment that its programs do not get.
  /// - Throws: `ProgramFailure` of a program that cannot be started or does not say what it is.
  init(_ agent: Agent, withholding withheld: Set<String>) throws(ProgramFailure) {
    func start(_ words: [String]) throws(ProgramFailure) -> CheckProgram {
      try CheckProgram(
        ProgramCommand(words, in: ProgramCommand.folder(of: agent.file), withholding: withheld),
        event: UserPrograms.show)
    }
    self.agent = agent
    check = agent.flags.check.isEmpty ? nil : try start(agent.flags.check)
    guard case .program(let words) = agent.vote else {
      compare = nil
      return
    }
    let program: CheckProgram
    if let check, agent.flags.check == words { program = check } else { program = try start(words) }
    compare = program
    self.agent.comparison = { value throws(Flagged) in
      let vote = try program.vote(for: Self.programAnswer(value))
      do throws(MalformedValue) {
        return try AgentValue(json: vote.record)
      } catch {
        throw Flagged(.malformed, "what the comparing program said cannot be read: \(error)")
      }
    }
  }

  /// Why a program failed; nil as long as both work.
  var failure: ProgramFailure? { check?.failure ?? compare?.failure }

  /// Whether it has any.
  var hasPrograms: Bool { check != nil || compare != nil }

  /// The programs in words, one each: what it is for, its name and its version.
  var programs: [String] {
    let name = { (program: CheckProgram) in
      "\(program.command): \(program.identity["name"] ?? "") \(program.identity["version"] ?? "")"
    }
    return (check.map { ["check by \(name($0))"] } ?? [])
      + (compare.map { ["compared by \(name($0))"] } ?? [])
  }

  /// Reads a response as a step does: red flags, the answer, the user's check.
  ///
  /// - Parameters:
  ///   - response: What a model replied.
  ///   - redFlags: What is looked at before the reply is read.
  ///   - record: What was asked about.
  /// - Returns: The answer, which votes.
  /// - Throws: `Flagged` when the response may not vote.
  func answer(
    in response: Response, redFlags: [any RedFlag], record: AgentRecord
  ) throws(Flagged) -> AgentAnswer {
    for flag in redFlags {
      if let finding = flag.inspect(response) { throw finding }
    }
    let answer = try agent.answer(in: response.content)
    try look(at: answer, in: response.content, of: record)
    return answer
  }

  /// Hands an answer to the user's check, if there is one.
  ///
  /// - Throws: What it flags.
  private func look(at answer: AgentAnswer, in reply: String, of record: AgentRecord) throws(Flagged) {
    guard let check else { return }
    try check.check(
      Self.programAnswer(answer.value), in: reply, record: Self.programAnswer(record.value))
  }

  /// The user's check, which looks at answers before they vote; nil when there is none.
  var recordCheck: RecordCheck? {
    guard check != nil else { return nil }
    return { answer, reply, record throws(Flagged) in try look(at: answer, in: reply, of: record) }
  }

  /// Every fact that, when changed, makes the programs others.
  var identity: [String: String] {
    var facts: [String: String] = [:]
    for (use, program) in [("check", check), ("compare", compare)] {
      for (name, value) in program?.identity ?? [:] { facts["\(agent.name).\(use).\(name)"] = value }
    }
    return facts
  }

  /// Ends the programs.
  func close() {
    check?.close()
    compare?.close()
  }

  private static func programAnswer(_ value: AgentValue) throws(Flagged) -> ProgramAnswer {
    do throws(MalformedRecord) {
      return try ProgramAnswer(json: value.json)
    } catch {
      throw Flagged(.malformed, "no program can be asked about it: \(error)")
    }
  }
}
