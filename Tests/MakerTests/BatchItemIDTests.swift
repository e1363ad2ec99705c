import Maker
import Testing

/// The names of samples in a batch.
@Suite struct BatchItemIDTests {
  private let request = SampleRequest(slot: 2, attempt: 1, temperature: 0.1, seed: 99)
  private let prompt = Prompt("What is 1 + 1?", instructions: Instructions("Be brief."))

  private func id(
    step: Int = 12, _ request: SampleRequest? = nil, _ prompt: Prompt? = nil
  ) -> BatchItemID {
    BatchItemID(step: step, request: request ?? self.request, prompt: PromptDigest(prompt ?? self.prompt))
  }

  @Test func `a name tells step, slot and attempt, and is read back`() throws {
    let text = id().text
    #expect(text.hasPrefix("s12-v2-a1-"))
    let read = try #require(BatchItemID(text))
    #expect(read == id())
    #expect((read.step, read.slot, read.attempt) == (12, 2, 1))
  }

  @Test func `the longest name leaves room for a key beside it`() {
    let last = SampleRequest(slot: 999, attempt: 99, temperature: 1, seed: .max)
    let name = id(step: .max, last).text
    #expect(name.utf8.count <= 46)
    #expect(BatchOptions.randomKey().utf8.count + 1 + name.utf8.count <= 64)
    #expect(name.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D })
  }

  @Test func `keys differ`() {
    #expect(Set((0..<100).map { _ in BatchOptions.randomKey() }).count == 100)
  }

  @Test(arguments: [
    "", "s1", "s1-v0-a0", "s1-v0-a0-", "s1-v0-a0-0", "s01-v0-a0-00000000000000ff",
    "s+1-v0-a0-00000000000000ff",
    "s-1-v0-a0-00000000000000ff", "v1-s0-a0-00000000000000ff", "s1-v0-a0-00000000000000FF",
    "s1-v0-a0-00000000000000ff-x", " s1-v0-a0-00000000000000ff", "s1-v0-a0-+0000000000000ff",
    "s99999999999999999999-v0-a0-00000000000000ff", "s1-v0-a0-0000000000000\u{FF10}ff",
    "S1-v0-a0-00000000000000ff",
  ])
  func `what was not written just so is no name`(text: String) {
    #expect(BatchItemID(text) == nil)
  }

  @Test func `whatever is asked otherwise has another name`() {
    func asked(
      temperature: Double = 0.1, seed: UInt64 = 99, model: Int = 0
    ) -> SampleRequest {
      SampleRequest(slot: 2, attempt: 1, temperature: temperature, seed: seed, model: model)
    }
    let names = [
      id(), id(asked(temperature: 0.2)), id(asked(seed: 98)), id(asked(model: 1)),
      id(nil, Prompt("What is 1 + 2?", instructions: Instructions("Be brief."))),
      id(nil, Prompt("What is 1 + 1?")),
      id(nil, Prompt("What is 1 + 1?", instructions: Instructions(""))),
      id(nil, Prompt("What is 1 + 1?Be brief.", instructions: Instructions(""))),
      id(
        nil,
        Prompt(
          prompt.content, instructions: prompt.instructions, schema: ResponseSchema(name: "a", json: "{}"))),
      id(
        nil,
        Prompt(
          prompt.content, instructions: prompt.instructions, schema: ResponseSchema(name: "a{", json: "}"))),
    ]
    #expect(Set(names).count == names.count)
    #expect(Set(names.map(\.text)).count == names.count)
  }
}
