import Maker
import Testing

@Suite struct VotingRoundTests {
  @Test(arguments: 1...5)
  func `k samples are launched at once`(k: Int) {
    var round = VotingRound<Int>(step: 0, rules: VotingRules(k: k))
    #expect(round.launches().map(\.slot) == Array(0..<k))
    #expect(round.launches().isEmpty, "nothing more while they are out")
  }

  @Test func `after k only the deficit is launched`() {
    let world = World(replies: [[1], [2], [1], [3], [1], [1]])
    var round = VotingRound<Int>(step: 0, rules: VotingRules(k: 3))
    var waves: [[Int]] = []
    while round.decision == nil {
      let wave = round.launches()
      waves.append(wave.map(\.slot))
      for request in wave { world.deliver(request, to: &round) }
    }
    #expect(waves == [[0, 1, 2], [3, 4], [5]])
    #expect(round.decision == 1)
  }

  @Test func `random worlds are decided as launch order decides them, in whatever order replies arrive`() {
    var generator = SeededGenerator(seed: 7)
    var faults: [String] = []
    for number in 0..<1_500 {
      let world = World.random(using: &generator)
      for arrival in 0..<4 {
        let played = world.play(arrivingLate: arrival > 0, using: &generator)
        if let fault = world.fault(in: played) { faults.append("world \(number).\(arrival): \(fault)") }
      }
    }
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test func `samples of an earlier session count as if they came now`() {
    var generator = SeededGenerator(seed: 8)
    var faults: [String] = []
    for number in 0..<300 {
      let world = World.random(using: &generator)
      let whole = world.play(arrivingLate: true, using: &generator)
      for split in 0...whole.round.samples.count {
        let prior = Array(whole.round.samples.prefix(split))
        let resumed = world.play(prior: prior, arrivingLate: true, using: &generator)
        if let fault = world.fault(in: resumed) { faults.append("world \(number) at \(split): \(fault)") }
        if Set(resumed.round.samples) != Set(whole.round.samples) {
          faults.append("world \(number) at \(split): other samples")
        }
        if resumed.launched.count + split != whole.launched.count {
          faults.append("world \(number) at \(split): something was paid twice")
        }
      }
    }
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test func `the deterministic call is made once, and a flagged one is repeated at the other temperature`() {
    let world = World(replies: [[nil, nil, 4], [4]])
    var generator = SeededGenerator(seed: 9)
    let played = world.play(k: 2, arrivingLate: false, using: &generator)
    let temperatures = played.launched.filter { $0.slot == 0 }.map(\.temperature)
    #expect(temperatures == [0, 0.1, 0.1])
    #expect(played.launched.count(where: { $0.temperature == 0 }) == 1)
    #expect(Set(played.launched.map(\.seed)).count == played.launched.count)
  }

  @Test func `a limit of votes ends with the same votes in whatever order replies arrive`() {
    var generator = SeededGenerator(seed: 12)
    var faults: [String] = []
    for number in 0..<800 {
      let world = World.random(using: &generator)
      let most = Int.random(in: 1...8, using: &generator)
      let limits = StepLimits(samplesPerStep: 10_000, attemptsPerSlot: 1_000, votesPerStep: most)
      let whole = world.play(arrivingLate: false, using: &generator)
      for arrival in 0..<4 {
        let played = world.play(limits: limits, arrivingLate: arrival > 0, using: &generator)
        let round = played.round
        if whole.round.ballot.count <= most {
          if let fault = world.fault(in: played) { faults.append("world \(number): \(fault)") }
        } else if round.exhausted != .votesPerStep(most) || round.ballot.count != most {
          faults.append("world \(number): ended with \(round.ballot.count) of \(most) votes")
        } else if played.stillOut > 0 {
          faults.append("world \(number): \(played.stillOut) samples out")
        }
      }
    }
    #expect(faults.isEmpty, "\(faults.prefix(5))")
  }

  @Test func `a slot whose attempts are all flagged ends the step`() {
    let world = World(replies: [[1], [nil, nil, nil, 1], [1]])
    var generator = SeededGenerator(seed: 10)
    let limits = StepLimits(samplesPerStep: 100, attemptsPerSlot: 3)
    var played = world.play(k: 3, limits: limits, arrivingLate: false, using: &generator)
    #expect(played.round.exhausted == .attemptsPerSlot(3))
    #expect(played.round.decision == nil)
    #expect(played.round.samples.count == 5)
    #expect(played.round.launches().isEmpty)
  }

  @Test func `a step that would pass its sample limit ends without paying for a part of a wave`() {
    // Two votes that differ leave no chance below five samples: with a limit of 4 the fourth is not bought.
    let world = World(replies: [[1], [2], [3], [1], [1], [1]])
    var generator = SeededGenerator(seed: 11)
    let limits = StepLimits(samplesPerStep: 4, attemptsPerSlot: 3)
    let played = world.play(k: 3, limits: limits, arrivingLate: false, using: &generator)
    #expect(played.round.exhausted == .samplesPerStep(4))
    #expect(played.launched.map(\.slot) == [0, 1, 2])
  }

  @Test func `a sample limit that is just enough decides`() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<200 {
      let world = World.random(using: &generator)
      let whole = world.play(arrivingLate: false, using: &generator)
      let needed = StepLimits(samplesPerStep: max(1, whole.launched.count), attemptsPerSlot: 1_000)
      let again = world.play(limits: needed, arrivingLate: true, using: &generator)
      #expect(again.round.decision == whole.round.decision)
      guard whole.launched.count > 1 else { continue }
      let short = StepLimits(samplesPerStep: whole.launched.count - 1, attemptsPerSlot: 1_000)
      let stopped = world.play(limits: short, arrivingLate: true, using: &generator)
      #expect(stopped.round.decision == nil)
      #expect(stopped.round.exhausted == .samplesPerStep(whole.launched.count - 1))
      let prior = Array(whole.round.samples.dropLast(2))
      let resumed = world.play(limits: short, prior: prior, arrivingLate: true, using: &generator)
      #expect(resumed.round.decision == nil, "samples of an earlier session count towards the limit")
    }
  }
}
