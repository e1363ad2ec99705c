import Maker

/// Why a line is no reply to what was asked.
package struct ReplyMistake: Error, Sendable, Hashable {
  /// In words that follow a colon.
  package let reason: String
  /// Whether the line is in order and says that the program will not go on.
  var isDeclined = false
  /// Whether the program is of another version.
  var isUnsupported = false
}

/// A line that answers a request: an object with the request's number. Every key in it has a meaning.
package struct ProgramReply {
  private let members: [ProgramJSON.Member]

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: The line without its line feed.
  ///   - id: The number of the request.
  /// - Throws: `ReplyMistake` when it is not JSON, no object, of another request, or says why there is no reply.
  package init(_ line: [UInt8], id: Int) throws(ReplyMistake) {
    let value: ProgramJSON
    do throws(ProgramJSONReader.Failure) {
      value = try ProgramJSONReader.read(line)
    } catch {
      throw ReplyMistake(reason: "\"\(Self.excerpt(line))\" is not JSON, \(error)")
    }
    guard let members = value.members else {
      throw ReplyMistake(reason: "\"\(Self.excerpt(line))\" is no object {...}")
    }
    self.members = members
    guard let number = self["id"] else {
      throw ReplyMistake(reason: "\"id\" is missing; repeat the request's")
    }
    guard number.integer == id else {
      throw ReplyMistake(reason: "\"id\" is not that of the request, \(id)")
    }
    if let text = self["error"]?.text {
      throw ReplyMistake(reason: String(text.prefix(500)), isDeclined: true)
    }
  }

  /// The value of a key; nil when it is not there.
  subscript(key: String) -> ProgramJSON? { members.first { $0.key == key }?.value }

  /// Refuses keys without a meaning here: nearly always they are misspelled.
  func expect(only keys: String...) throws(ReplyMistake) {
    for member in members where member.key != "id" && !keys.contains(member.key) {
      throw ReplyMistake(
        reason: "\"\(member.key.prefix(40))\" has no meaning in it; known are \(keys.joined(separator: ", "))"
      )
    }
  }

  /// A value that has to be there.
  func value(_ key: String) throws(ReplyMistake) -> ProgramJSON {
    guard let value = self[key] else { throw ReplyMistake(reason: "\"\(key)\" is missing") }
    return value
  }

  /// A text that has to be there and not be empty.
  func text(_ key: String) throws(ReplyMistake) -> String {
    guard let text = try value(key).text, !text.isEmpty else {
      throw ReplyMistake(reason: "\"\(key)\" is no text")
    }
    return text
  }

  /// A whole number that has to be there.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(ReplyMistake) -> Int {
    guard let number = try value(key).integer, range ~= number else {
      let bounds = "from \(range.lowerBound) to \(range.upperBound)"
      throw ReplyMistake(reason: "\"\(key)\" is no whole number \(bounds)")
    }
    return number
  }

  /// Yes or no; no when it is not there.
  func bool(_ key: String) throws(ReplyMistake) -> Bool {
    guard let value = self[key] else { return false }
    guard let bool = value.bool else { throw ReplyMistake(reason: "\"\(key)\" is neither true nor false") }
    return bool
  }

  /// The beginning of a line, to be shown.
  private static func excerpt(_ line: [UInt8]) -> String {
    let text = String(decoding: line.prefix(80), as: UTF8.self)
    return line.count > 80 ? text + "..." : text
  }
}

extension ProgramReply {
  /// The reply to `prompt`.
  func question() throws(ReplyMistake) -> ProgramQuestion {
    try expect(only: "prompt", "instructions", "paraphrases")
    let instructions = self["instructions"] == nil ? nil : Instructions(try text("instructions"))
    var paraphrases: [Prompt] = []
    if let list = self["paraphrases"] {
      guard case .array(let texts) = list, texts.count <= ProgramQuestion.mostParaphrases else {
        throw ReplyMistake(
          reason: "\"paraphrases\" is no list of at most \(ProgramQuestion.mostParaphrases) texts")
      }
      for text in texts {
        guard let text = text.text, !text.isEmpty else {
          throw ReplyMistake(reason: "\"paraphrases\" holds something else than texts")
        }
        paraphrases.append(Prompt(text, instructions: instructions))
      }
    }
    return ProgramQuestion(
      prompt: Prompt(try text("prompt"), instructions: instructions), paraphrases: paraphrases)
  }

  /// The reply to `read`: an answer, or why there is none.
  func reading() throws(ReplyMistake) -> Result<ProgramAnswer, Flagged> {
    if let finding = try finding() { return .failure(finding) }
    try expect(only: "answer", "flag", "reason")
    return .success(ProgramAnswer(try value("answer")))
  }

  /// The reply to `check`: what is wrong, or nothing.
  func check() throws(ReplyMistake) -> Flagged? {
    if let finding = try finding() { return finding }
    try expect(only: "flag", "reason")
    return nil
  }

  /// The reply to `vote`.
  func vote() throws(ReplyMistake) -> ProgramAnswer {
    try expect(only: "vote")
    return ProgramAnswer(try value("vote"))
  }

  /// Why a reply may not vote; nil when it says no such thing.
  private func finding() throws(ReplyMistake) -> Flagged? {
    guard self["flag"] != nil else { return nil }
    try expect(only: "flag", "reason")
    let kind = try text("flag")
    guard kind.utf8.count <= 40, kind.utf8.allSatisfy(Self.isOfName) else {
      throw ReplyMistake(reason: "\"flag\" is no name of small letters, digits and _")
    }
    let reason = self["reason"] == nil ? kind : try text("reason")
    return Flagged(FlagKind(rawValue: kind), String(reason.prefix(500)))
  }

  /// Whether a byte may be in the name of a red flag.
  private static func isOfName(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_")
  }

  /// The reply to `next`.
  ///
  /// - Parameters:
  ///   - state: The state before.
  ///   - offer: What the program said of itself, which tells whether it has to say when it is done.
  /// - Returns: The state after it.
  /// - Throws: `ReplyMistake`.
  func next(after state: ProgramState, _ offer: ProgramOffer) throws(ReplyMistake) -> ProgramState {
    if offer.isOpenEnded {
      try expect(only: "state", "done")
    } else {
      try expect(only: "state")
    }
    return ProgramState(step: state.step + 1, value: try value("state"), isDone: try bool("done"))
  }

  /// The reply to `truth`.
  func truth() throws(ReplyMistake) -> ProgramAnswer {
    try expect(only: "answer")
    return ProgramAnswer(try value("answer"))
  }

  /// The reply to `random`: a state, and its right answer where the program knows it.
  func randomStep(_ offer: ProgramOffer) throws(ReplyMistake) -> (state: ProgramState, right: ProgramAnswer?)
  {
    try expect(only: "step", "state", "answer")
    let step = try integer("step", in: 0...offer.stepCount - 1)
    return (
      ProgramState(step: step, value: try value("state"), isDone: false),
      self["answer"].map { ProgramAnswer($0) }
    )
  }
}
