/// The name of one sample in a batch: the step, the slot and the attempt it is for, and a digest of what is asked.
///
/// For instance `s12-v0-a1-9c1f0f3a2b7e4d55`. The digest ties a reply to the very words it answers: a vote that was
/// asked for at a drafted state is no vote at another state of the same step.
package struct BatchItemID: Hashable, Sendable {
  package let step: Int
  package let slot: Int
  package let attempt: Int
  private let digest: UInt64

  package init(step: Int, request: SampleRequest, prompt: PromptDigest) {
    self.step = step
    slot = request.slot
    attempt = request.attempt
    digest = prompt.digest(with: request)
  }

  /// Reads a name; nil for anything that ``text`` would not have written just so.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[3].utf8.count == 16,
      let step = Self.number(parts[0], "s"), let slot = Self.number(parts[1], "v"),
      let attempt = Self.number(parts[2], "a"), let digest = UInt64(parts[3], radix: 16)
    else { return nil }
    (self.step, self.slot, self.attempt, self.digest) = (step, slot, attempt, digest)
    guard self.text == text else { return nil }
  }

  package var text: String {
    let digits = String(digest, radix: 16)
    return "s\(step)-v\(slot)-a\(attempt)-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func number(_ part: Substring, _ letter: Character) -> Int? {
    guard part.first == letter, let number = Int(part.dropFirst()), number >= 0 else { return nil }
    return number
  }
}

/// A digest of one wording of a prompt, made once for all samples that are asked it.
package struct PromptDigest: Sendable {
  private let prompt: FNV1a

  package init(_ prompt: Prompt) {
    var hash = FNV1a()
    for part in [prompt.content, prompt.instructions?.content, prompt.schema?.name, prompt.schema?.json] {
      // A part that is missing is not an empty one, and no part runs into the next.
      let bytes = part.map { Array($0.utf8) } ?? []
      hash.combine(Self.bytes(of: part == nil ? -1 : bytes.count))
      hash.combine(bytes[...])
    }
    self.prompt = hash
  }

  /// The digest of the prompt together with how one sample is drawn.
  func digest(with request: SampleRequest) -> UInt64 {
    var hash = prompt
    hash.combine(Self.bytes(of: Int(bitPattern: UInt(request.seed))))
    hash.combine(Self.bytes(of: Int(bitPattern: UInt(request.temperature.bitPattern))))
    hash.combine(Self.bytes(of: request.model))
    return UInt64(hash.digits, radix: 16) ?? 0
  }

  private static func bytes(of value: Int) -> ArraySlice<UInt8> {
    withUnsafeBytes(of: value.littleEndian) { ArraySlice($0) }
  }
}
