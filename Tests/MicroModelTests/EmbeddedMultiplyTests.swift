import Maker
import MicroModel
import Testing

/// The replies are those of Training/README.md, with what the model writes down before the answer.
@Suite("The embedded model that multiplies")
struct EmbeddedMultiplyTests {
  private let model: MicroModel

  init() throws {
    model = try MicroModel.embedded("embedded/multiply")
  }

  @Test("Its weights, context and vocabulary are the documented ones")
  func facts() {
    #expect(model.identity == "multiply-eb66afd5dd49deb5")
    #expect(model.parameterCount == 585_696)
    #expect(model.contextLength == 288)
    #expect(model.tokenizer.count == 1_126)
  }

  @Test(
    "The likeliest reply is the documented one in each role",
    arguments: [
      ("split 42098*46048=", "40000*46048;2098*46048;A+B"),
      ("split 40098*46048=", "40000*46048;0098*46048;A+B"),
      ("split 40000*46048=", "whole"),
      ("split 184192+4005=", "whole"),
      (
        "solve 40*46048=",
        "a1x 4x0:00 b1x 4x8:32 c1x 4x4:19 d1x 4x0:01 e1x 4x6:24 f1x 4x4.:18 g1x 4x0.:01 =1841920."
      ),
      (
        "solve 184192+4005=", "a4+ 2&5:07 b4+ 9&0:09 c4+ 1&0:01 d4+ 4&4:08 e4+ 8&0:08 f4+ 1&0.:01 =188197."
      ),
      (
        "judge 1:184192\n2:184182\n4*46048=",
        "a0x 4x8:32 b0x 4x4:19 c0x 4x0:01 d0x 4x6:24 e0x 4x4.:18 f0x 4x0.:01 =184192."
          + "1:1|1 8|8 4|4 1|1 9|9 2|2 .|. #1"
      ),
      (
        "judge split 42*46=1:40*46;3*46\n2:40*46;2*46\n?",
        "1:4|4 0*|0* 4|4 6|6 ;|; 2|3 2:4|4 0*|0* 4|4 6|6 ;|; 2|2 *|* 4|4 6|6 .|. #2"
      ),
    ])
  func roles(prompt: String, reply: String) throws {
    let sample = try model.samples(
      of: prompt, [CompletionRequest(temperature: 0, seed: 0)], maximumTokens: 110)[0]
    #expect(sample.text == reply)
    #expect(sample.finish == .stop)
    #expect(try model.chance(of: reply, after: prompt, temperature: 1.6).isMostLikely)
  }

  @Test("A seed draws the same reply alone and among others, and seeds differ")
  func seeds() throws {
    let prompt = "judge 1:80004\n2:79994\n3:80014\n76543+3461="
    let requests = (0..<12).map { CompletionRequest(temperature: 1.6, seed: $0) }
    let together = try model.samples(of: prompt, requests, maximumTokens: 110)
    let again = try MicroModel.embedded("embedded/multiply")
    for (request, sample) in zip(requests, together) {
      #expect(try again.samples(of: prompt, [request], maximumTokens: 110) == [sample])
    }
    let hot = (0..<12).map { CompletionRequest(temperature: 4, seed: $0) }
    #expect(Set(try model.samples(of: prompt, hot, maximumTokens: 110).map(\.text)).count > 1)
  }

  @Test(
    "Text it was not trained on is refused",
    arguments: ["What is 7 x 8?", "solve 7 * 8=", "Solve 7*8=", "current_state = [[3, 2, 1], [], []]\n"])
  func unknownText(prompt: String) async throws {
    let error = #expect(throws: MicroModelError.self) {
      try model.samples(of: prompt, [CompletionRequest(temperature: 0, seed: 0)], maximumTokens: 110)
    }
    #expect(error?.code == .unknownText)
    let refusal = await #expect(throws: LanguageModelError.self) {
      try await EmbeddedLanguageModel(model).respond(to: Prompt(prompt), options: [GenerationOptions()])
    }
    #expect(refusal?.code == .unsupportedPrompt)
  }

  @Test("A prompt longer than its context is refused")
  func tooLong() throws {
    let error = #expect(throws: MicroModelError.self) {
      try model.samples(
        of: "solve " + String(repeating: "7", count: 300) + "=",
        [CompletionRequest(temperature: 0, seed: 0)], maximumTokens: 110)
    }
    #expect(error?.code == .invalidRequest)
  }

  /// Of 1,000 replies Training/README.md counts 997 right splits, 986 right products, 974 right sums, 920 right judgements of
  /// splits and 945 of results.
  @Test("At its usual temperature it is right about as often as was measured, on held-out problems")
  func rates() throws {
    var problems = HeldOutProblems(seed: 11)
    var (splits, products, sums, judgedSplits, judgedSums) = (0, 0, 0, 0, 0)
    for seed in UInt64(0)..<100 {
      let temperature = EmbeddedLanguageModel.defaultTemperature
      let request = CompletionRequest(temperature: temperature, seed: seed)
      func reply(_ prompt: String) throws -> String {
        try model.samples(of: prompt, [request], maximumTokens: 110)[0].text
      }
      let (a, b) = problems.product()
      let zeros = String(repeating: "0", count: a.count - 1)
      // The right text is the second, or the first.
      let order = seed.isMultiple(of: 2) ? [0, 1] : [1, 0]
      let first = "\(a.prefix(1))\(zeros)*\(b)"
      let proposals = ["\(first);\(a.dropFirst())*\(b)", "\(first);\(a.dropFirst())*\(b)1"]
      if try reply("split \(a)*\(b)=") == proposals[0] + ";A+B" { splits += 1 }
      let shown = order.enumerated().map { "\($0 + 1):\(proposals[$1])\n" }.joined()
      if try reply("judge split \(a)*\(b)=\(shown)?").hasSuffix("#\(order[0] + 1)") { judgedSplits += 1 }
      let (digit, factor) = problems.atomicProduct()
      if try reply("solve \(digit)*\(factor)=").hasSuffix("=\(digit * factor).") { products += 1 }
      let (longer, shorter) = problems.sum()
      if try reply("solve \(longer)+\(shorter)=").hasSuffix("=\(longer + shorter).") { sums += 1 }
      let results = [longer + shorter, longer + shorter + 10]
      let candidates = order.enumerated().map { "\($0 + 1):\(results[$1])\n" }.joined()
      if try reply("judge \(candidates)\(longer)+\(shorter)=").hasSuffix("#\(order[0] + 1)") {
        judgedSums += 1
      }
    }
    let right = [splits, products, sums, judgedSplits, judgedSums]
    #expect(zip(right, [97, 95, 93, 86, 89]).allSatisfy { $0 >= $1 }, "\(right)")
    #expect(right.reduce(0, +) < 500, "it errs: its temperature is the dial")
  }
}

/// Problems of which the hash says that nothing was trained on them in any role.
private struct HeldOutProblems {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// Two numbers of up to six digits, the left one of two at least and without zeros.
  mutating func product() -> (String, String) {
    while true {
      let (a, b) = ("\(number(digits: 2...6))", "\(number(digits: 1...6))")
      if !a.contains("0"), isHeldOut("\(a)*\(b)") { return (a, b) }
    }
  }

  /// A digit with zeros behind it, and a number.
  mutating func atomicProduct() -> (Int, Int) {
    while true {
      let (a, b) = (number(digits: 1...6), number(digits: 1...6))
      let digit = a - a % place(of: a)
      if isHeldOut("\(digit)*\(b)") { return (digit, b) }
    }
  }

  /// A sum that a product leads to.
  mutating func sum() -> (Int, Int) {
    while true {
      let (a, b) = (number(digits: 2...6), number(digits: 1...6))
      let rest = a % place(of: a)
      let (longer, shorter) = ((a - rest) * b, rest * b)
      if rest > 0, isHeldOut("\(longer)+\(shorter)") { return (longer, shorter) }
    }
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int {
    let count = digits.lowerBound + Int(random.nextUniform() * Double(digits.count))
    let least = (1..<count).reduce(1) { power, _ in power * 10 }
    return least + Int(random.nextUniform() * Double(9 * least))
  }

  /// What the leading digit of a number stands for one of.
  private func place(of number: Int) -> Int {
    var place = 1
    while place * 10 <= number { place *= 10 }
    return place
  }

  private func isHeldOut(_ problem: String) -> Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in problem.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash >> 40 & 1 == 1
  }
}
