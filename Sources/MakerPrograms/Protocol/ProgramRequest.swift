/// What a program is asked, one line of JSON each. docs/program-protocol.md describes them.
package enum ProgramRequest: Sendable {
  /// What it is, and where it begins.
  case start
  /// The prompt of a state.
  case prompt(ProgramState)
  /// The answer in a reply to the prompt of a state.
  case read(ProgramState, reply: String)
  /// The state that an answer leads to.
  case next(ProgramState, ProgramAnswer)
  /// The right answer at a state.
  case truth(ProgramState)
  /// A step to measure a model at.
  case random(number: Int, seed: Int)
  /// Whether anything is wrong with an answer, of a program that checks.
  case check(record: [UInt8], reply: String, answer: ProgramAnswer)
  /// What votes for the same as an answer, of a program that checks.
  case vote(ProgramAnswer)

  /// The version of the protocol that is spoken here.
  package static let version = 1

  /// The request as one line.
  ///
  /// - Parameter id: Its number, which the reply has to repeat.
  /// - Returns: UTF-8 with a line feed at its end.
  package func line(id: Int) -> [UInt8] {
    var line = Array("{\"id\":\(id),\"ask\":\"\(name)\"".utf8)
    func add(_ key: String, _ value: [UInt8]) {
      line.append(contentsOf: ",\"\(key)\":".utf8)
      line.append(contentsOf: value)
    }
    func add(_ state: ProgramState) {
      add("step", Array("\(state.step)".utf8))
      add("state", state.value)
    }
    switch self {
    case .start: add("maker", Array("\(Self.version)".utf8))
    case .prompt(let state), .truth(let state): add(state)
    case .read(let state, let reply):
      add(state)
      add("reply", ProgramJSON.quoted(reply))
    case .next(let state, let answer):
      add(state)
      add("answer", answer.record)
    case .random(let number, let seed):
      add("number", Array("\(number)".utf8))
      add("seed", Array("\(seed)".utf8))
    case .check(let record, let reply, let answer):
      add("record", record)
      add("reply", ProgramJSON.quoted(reply))
      add("answer", answer.record)
    case .vote(let answer): add("answer", answer.record)
    }
    line.append(contentsOf: "}\n".utf8)
    return line
  }

  /// The word for it in the protocol.
  var name: String {
    switch self {
    case .start: "start"
    case .prompt: "prompt"
    case .read: "read"
    case .next: "next"
    case .truth: "truth"
    case .random: "random"
    case .check: "check"
    case .vote: "vote"
    }
  }

  /// The request in words that follow "when it was asked".
  var words: String {
    switch self {
    case .start: "to start"
    case .prompt(let state): "for the prompt of step \(state.step)"
    case .read(let state, _): "to read a reply to step \(state.step)"
    case .next(let state, _): "for the state after step \(state.step)"
    case .truth(let state): "for the right answer of step \(state.step)"
    case .random(let number, _): "for random step number \(number)"
    case .check: "to check a reply"
    case .vote: "what an answer votes for"
    }
  }
}
