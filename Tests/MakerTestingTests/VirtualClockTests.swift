import Maker
import MakerTesting
import Testing

@Suite struct VirtualClockTests {
  private let clock = VirtualClock()

  @Test func `time stands still until it is advanced`() {
    let start = clock.now
    #expect(start.offset == .zero)
    #expect(clock.now == start)
    clock.advance(by: .milliseconds(1_500))
    #expect(start.duration(to: clock.now) == .seconds(1.5))
    clock.advance(by: .zero)
    #expect(clock.now == start.advanced(by: .seconds(1.5)))
    #expect(start < clock.now)
  }

  @Test func `a sleeper wakes at its deadline and not before`() async throws {
    let clock = clock
    let sleeper = Task {
      try await clock.sleep(for: .seconds(2))
      return clock.now.offset
    }
    await clock.sleepers(1)
    clock.advance(by: .milliseconds(1_999))
    #expect(clock.sleeperCount == 1)
    clock.advance(by: .milliseconds(1))
    #expect(clock.sleeperCount == 0)
    #expect(try await sleeper.value == .seconds(2))
  }

  @Test func `a sleep until now or before does not wait`() async throws {
    clock.advance(by: .seconds(1))
    try await clock.sleep(until: clock.now)
    try await clock.sleep(until: VirtualClock.Instant(offset: .zero))
    #expect(clock.sleeperCount == 0)
  }

  @Test func `the earliest deadline comes first, whoever lay down first`() async throws {
    let clock = clock
    var woken: [Int?] = []
    try await withThrowingTaskGroup(of: Int.self) { group in
      for (count, seconds) in [5, 1, 4, 2, 3].enumerated() {
        group.addTask {
          try await clock.sleep(for: .seconds(seconds))
          return seconds
        }
        await clock.sleepers(count + 1)
      }
      for seconds in 1...5 {
        #expect(clock.advanceToNextDeadline())
        #expect(clock.now.offset == .seconds(seconds))
        woken.append(try await group.next())
      }
    }
    #expect(woken == [1, 2, 3, 4, 5])
    #expect(!clock.advanceToNextDeadline())
    #expect(clock.now.offset == .seconds(5))
  }

  @Test func `one advance wakes everyone whose deadline passed`() async throws {
    let clock = clock
    try await withThrowingTaskGroup { group in
      for seconds in 1...6 { group.addTask { try await clock.sleep(for: .seconds(seconds)) } }
      await clock.sleepers(6)
      clock.advance(by: .seconds(4))
      #expect(clock.sleeperCount == 2)
      clock.advance(by: .seconds(100))
      try await group.waitForAll()
    }
    #expect(clock.sleeperCount == 0)
  }

  @Test func `cancelling wakes a sleeper at once`() async {
    let clock = clock
    let sleeper = Task { try await clock.sleep(for: .seconds(1)) }
    await clock.sleepers(1)
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(clock.sleeperCount == 0)
    #expect(clock.now.offset == .zero)
  }

  @Test func `a cancelled task does not lie down`() async {
    let clock = clock
    let sleeper = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await clock.sleep(for: .seconds(1))
    }
    await #expect(throws: CancellationError.self) { try await sleeper.value }
    #expect(clock.sleeperCount == 0)
  }

  @Test func `many sleepers may come, go and be cancelled at once`() async {
    let clock = clock
    let outcomes = await clock.passing {
      await withTaskGroup(of: Bool.self) { group in
        for number in 0..<500 {
          group.addTask {
            let sleeper = Task { try await clock.sleep(for: .milliseconds(number % 50)) }
            if number % 3 == 0 { sleeper.cancel() }
            return (try? await sleeper.value) != nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
    }
    #expect((333...500).contains(outcomes), "only cancelled sleeps may fail")
    #expect(clock.sleeperCount == 0)
  }

  @Test func `waiting for sleepers ends when it is cancelled`() async {
    let clock = clock
    let waiting = Task { await clock.sleepers(3) }
    waiting.cancel()
    await waiting.value
    #expect(clock.sleeperCount == 0)
  }

  @Test func `time passes by itself while something waits for it`() async throws {
    let clock = clock
    let end = try await clock.passing {
      for seconds in 1...100 { try await clock.sleep(for: .seconds(seconds)) }
      return clock.now.offset
    }
    #expect(end == .seconds(5_050))
  }

  @Test func `a run's clock counts from when it was made`() async throws {
    clock.advance(by: .seconds(7))
    let time = RunClock(clock)
    #expect(time.now() == .zero)
    try await clock.passing { try await time.sleep(.seconds(3)) }
    #expect(time.now() == .seconds(3))
  }
}
