import MakerProviders
import Testing

@Suite("Pacer")
struct PacerTests {
  @Test("without bounds a request may always go out")
  func unbounded() {
    var pacer = Pacer()
    for _ in 0..<1000 { pacer.launch(tokens: 100_000, at: .zero) }
    #expect(pacer.nextLaunch == .zero)
  }

  @Test("sixty requests a minute go out a second apart")
  func spacing() {
    var pacer = Pacer(requestsPerMinute: 60)
    var launches: [Duration] = []
    for _ in 0..<4 {
      let now = max(pacer.nextLaunch, .seconds(10))
      launches.append(now)
      pacer.launch(tokens: 0, at: now)
    }
    // The first finds the clock running, and what timers are late by may be made up for.
    let gaps = zip(launches.dropFirst(), launches).map { $0 - $1 }
    #expect(gaps == [.milliseconds(950), .seconds(1), .seconds(1)])
  }

  @Test("no minute sees more than the bound, however requests come", arguments: 1...20 as ClosedRange<UInt64>)
  func minutes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (requests, tokens) = (
      Int.random(in: 1...300, using: &random), Int.random(in: 100...100_000, using: &random)
    )
    var pacer = Pacer(requestsPerMinute: requests, tokensPerMinute: tokens)
    var now = Duration.zero
    var sent: [(at: Duration, tokens: Int)] = []
    for _ in 0..<500 {
      now = max(now + .milliseconds(Int.random(in: 0...3000, using: &random)), pacer.nextLaunch)
      let cost = Int.random(in: 0...(tokens / 10 + 1), using: &random)
      pacer.launch(tokens: cost, at: now)
      sent.append((now, cost))
    }
    for first in sent.indices {
      let minute = sent[first...].prefix { $0.at < sent[first].at + .seconds(60) }
      #expect(minute.count <= requests + 1)
      // The last one may begin within the bound and end beyond it.
      #expect(minute.dropLast().reduce(0) { $0 + $1.tokens } <= tokens + tokens / 500)
    }
  }

  @Test("an estimate is put right by what was used")
  func correction() {
    var pacer = Pacer(tokensPerMinute: 6000)
    pacer.launch(tokens: 1000, at: .zero)
    #expect(pacer.nextLaunch >= .seconds(9))
    pacer.correct(estimated: 1000, actual: 100)
    #expect(pacer.nextLaunch <= .seconds(1))
    pacer.correct(estimated: 100, actual: 700)
    #expect(pacer.nextLaunch >= .seconds(6))
  }

  @Test("a prompt counts a token for four bytes, a reply its limit until replies are known")
  func estimate() {
    var pacer = Pacer(tokensPerMinute: 1000)
    #expect(pacer.estimate(promptBytes: 400, maximumReplyTokens: 50) == 150)
    pacer.learn(replyTokens: 10)
    #expect(pacer.estimate(promptBytes: 400, maximumReplyTokens: 50) == 110)
    #expect(pacer.estimate(promptBytes: 400, maximumReplyTokens: nil) == 110)
    #expect(pacer.estimate(promptBytes: 400, maximumReplyTokens: 5) == 105)
  }

  @Test("an absurd count of tokens blocks nobody for long")
  func absurd() {
    var pacer = Pacer(tokensPerMinute: 60_000)
    pacer.launch(tokens: 100, at: .zero)
    pacer.correct(estimated: 100, actual: .max)
    #expect(pacer.nextLaunch < .seconds(3600))
    pacer.correct(estimated: 0, actual: .min)
    #expect(pacer.nextLaunch >= .zero)
  }
}
