/// What a program says of itself when it starts.
public struct ProgramOffer: Greeting, Sendable, Hashable {
  /// The most steps that a program may have.
  public static let mostSteps = 1_000_000_000_000

  /// The task's name.
  public let name: String
  /// The task's version: another one for anything that makes it another task, the reading of replies included.
  public let version: String
  /// The number of steps; the most there can be when it ``isOpenEnded``.
  public let stepCount: Int
  /// Whether the program says at a state that it is done, because it does not know beforehand.
  public let isOpenEnded: Bool
  /// Whether it knows the right answer at a state.
  public let knowsTruth: Bool
  /// Whether it has random steps to measure a model at.
  public let hasRandomSteps: Bool
  /// Whatever else makes it another task: sizes, the digest of an input.
  public let identity: [String: String]
  /// The state before step 0.
  public let initialState: ProgramState

  /// Reads the reply to `start`.
  init(_ reply: ProgramReply) throws(ReplyMistake) {
    try reply.expectVersion()
    try reply.expect(
      only: "maker", "name", "version", "steps", "max_steps", "state", "truth", "random", "identity")
    name = try reply.name("name")
    version = try reply.name("version")
    isOpenEnded = reply["steps"] == nil
    if isOpenEnded, reply["max_steps"] == nil {
      throw ReplyMistake(reason: "\"steps\" is missing, or \"max_steps\" where their number is not known")
    }
    if !isOpenEnded, reply["max_steps"] != nil {
      throw ReplyMistake(reason: "it has both \"steps\" and \"max_steps\"; leave one out")
    }
    stepCount = try reply.integer(isOpenEnded ? "max_steps" : "steps", in: 1...Self.mostSteps)
    knowsTruth = try reply.bool("truth")
    hasRandomSteps = try reply.bool("random")
    initialState = ProgramState(step: 0, value: try reply.value("state"), isDone: false)
    identity = try reply.facts("identity")
  }
}

/// What every start has.
extension ProgramReply {
  /// Refuses a program of another version, before all else: nothing else is known of it.
  func expectVersion() throws(ReplyMistake) {
    guard let version = try value("maker").integer, version == ProgramRequest.version else {
      throw ReplyMistake(
        reason: "it speaks another version of the protocol, and this maker speaks \(ProgramRequest.version)",
        isUnsupported: true)
    }
  }

  /// A short text that has to be there.
  func name(_ key: String) throws(ReplyMistake) -> String {
    let text = try text(key)
    guard text.utf8.count <= 200 else { throw ReplyMistake(reason: "\"\(key)\" has more than 200 bytes") }
    return text
  }

  /// An object of short texts; empty when it is not there.
  func facts(_ key: String) throws(ReplyMistake) -> [String: String] {
    guard let value = self[key] else { return [:] }
    guard let members = value.members, members.count <= 100 else {
      throw ReplyMistake(reason: "\"\(key)\" is no object of at most 100 texts")
    }
    var facts: [String: String] = [:]
    for member in members {
      guard let text = member.value.text, text.utf8.count <= 1000, member.key.utf8.count <= 200 else {
        throw ReplyMistake(reason: "\"\(key)\" holds something else than short texts")
      }
      facts[member.key] = text
    }
    return facts
  }
}
