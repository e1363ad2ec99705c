import Maker
import MakerTesting
import Synchronization
import Testing

/// Counts how many of its kind are alive.
private final class Census: Sendable {
  private let counts = Mutex((alive: 0, most: 0))

  var most: Int { counts.withLock { $0.most } }
  var alive: Int { counts.withLock { $0.alive } }

  func born() {
    counts.withLock { counts in
      counts.alive += 1
      counts.most = max(counts.most, counts.alive)
    }
  }

  func died() { counts.withLock { $0.alive -= 1 } }
}

/// A number whose every value is counted while it lives.
private final class Counted: Sendable, Hashable, Recordable {
  static let census = Census()
  let value: Int

  init(_ value: Int) {
    self.value = value
    Self.census.born()
  }

  deinit { Self.census.died() }

  convenience init(record: [UInt8]) throws(MalformedRecord) { self.init(try Int(record: record)) }

  var record: [UInt8] { value.record }
  var json: String { value.json }
  static func == (one: Counted, other: Counted) -> Bool { one.value == other.value }
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

private struct CountedWalk: ChainTask {
  let stepCount: Int
  let initialState = Counted(0)

  func prompt(for state: Counted) -> Prompt { Prompt("\(state.value)") }

  func answer(in reply: String) throws(Flagged) -> Counted {
    guard let number = Int(reply) else { throw Flagged(.malformed, "not a number") }
    return Counted(number)
  }

  func apply(_ answer: Counted, to state: Counted) -> Counted { Counted(answer.value) }
}

@Suite struct RunMemoryTests {
  @Test func `a run of a hundred thousand steps keeps nothing of the steps behind it`() async throws {
    // Every eighth step is contested: its first reply is wrong, and its second is no number.
    let model = ClosureMultisampleModel { prompt, options in
      let state = Int(prompt.content) ?? 0
      guard state % 8 == 0 else { return options.map { _ in Response("\(state + 1)") } }
      return options.enumerated().map { place, option in
        if option.temperature == 0 { return Response("-1") }
        return Response(options.count == 2 && place == 1 ? "?" : "\(state + 1)")
      }
    }
    let task = CountedWalk(stepCount: 100_000)
    let summary = try await Run(task, model: model, rules: VotingRules(k: 2)).finish()
    #expect(summary.isDone)
    #expect(summary.tally.decided == 100_000)
    #expect(summary.tally.contested == 12_500)
    #expect(summary.tally.flags[.malformed] == 25_000)
    #expect(Counted.census.most < 100, "states and answers of a step or two, however many there were")
    #expect(Counted.census.alive <= 2)
  }
}
