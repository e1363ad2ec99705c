/// What is kept of a question, so that another one under the same key is noticed.
struct QuestionDigest: Hashable, Sendable {
  /// The digest of what is asked: prompt, instructions, schema, paraphrases.
  let prompt: UInt64
  /// The digest of how it is read and voted on.
  let reader: UInt64

  /// Reads two digests as ``promptDigits`` and ``readerDigits`` give them; nil when they are none.
  init?(prompt: String, reader: String) {
    guard let prompt = UInt64(prompt, radix: 16), let reader = UInt64(reader, radix: 16) else { return nil }
    (self.prompt, self.reader) = (prompt, reader)
  }

  /// The digest of a question.
  ///
  /// - Parameters:
  ///   - question: The question.
  ///   - rules: The rules that it is voted by.
  ///   - isPoll: Whether "undecided" is an answer too.
  init<Asked: Question>(_ question: Asked, _ rules: VotingRules, isPoll: Bool) {
    var parts: [String] = []
    for prompt in [question.prompt] + question.paraphrases {
      parts += [prompt.content, prompt.instructions?.content ?? ""]
      parts += [prompt.schema?.name ?? "", prompt.schema?.json ?? ""]
    }
    // The lengths keep two lists of texts apart that are the same when put together.
    prompt = FNV1a.value(of: parts.map { "\($0.utf8.count):\($0)" }.joined())
    var facts = ["answer": "\(Asked.Answer.self)", "ask": isPoll ? "poll" : "decide"]
    for (name, value) in question.identity { facts["question.\(name)"] = value }
    for (name, value) in rules.identity { facts["rules.\(name)"] = value }
    let lines = facts.sorted { $0.key < $1.key }.map {
      "\($0.key.utf8.count):\($0.key)\($0.value.utf8.count):\($0.value)"
    }
    reader = FNV1a.value(of: lines.joined())
  }

  /// The first digest as 16 hexadecimal digits.
  var promptDigits: String { FNV1a.digits(prompt) }
  /// The second digest likewise.
  var readerDigits: String { FNV1a.digits(reader) }
}
