import Maker
import MakerTesting
import Synchronization

/// Cases whose right answer is a number, and what the tests of calibrations share.
enum CalibrationBench {
  /// So many cases with the prompts `0`, `1`, ...; the right answer of each is 7.
  static func cases(_ count: Int, size: Int? = nil, isKnown: Bool = true) -> [CalibrationCase<Int>] {
    (0..<count).map { number in
      CalibrationCase(
        name: "case \(number)", size: size, number: number, prompt: Prompt("\(number)"),
        right: isKnown ? 7 : nil,
        answer: { reply throws(Flagged) in
          guard let answer = Int(reply) else { throw Flagged(.malformed, "not a number: \(reply)") }
          return answer
        },
        repaired: { reply throws(Flagged) in
          guard let answer = Int(reply.filter(\.isNumber)) else { throw Flagged(.malformed, "no digit") }
          return answer
        })
    }
  }

  /// A model that says 7 but for its noise.
  static func model(_ noise: Noise, seed: UInt64 = 0) -> NoisyModel {
    NoisyModel(noise, seed: seed, right: { _ in "7" }, wrong: { _, number in "\(10 + number)" })
  }

  /// A model whose replies follow from the prompt and how often it was asked before.
  static func scripted(_ reply: @escaping @Sendable (_ prompt: Int, _ times: Int) -> Response)
    -> ScriptedModel
  {
    ScriptedModel { call in reply(Int(call.prompt.content) ?? -1, call.indexOfPrompt) }
  }
}

/// A log in memory, of a process that may die at any entry.
final class MemoryLog: CalibrationLog {
  private let entries = Mutex<[CalibrationEntry]>([])
  private let capacity: Int

  /// A log that takes so many entries and fails at the next.
  init(capacity: Int = .max) { self.capacity = capacity }

  func append(_ new: [CalibrationEntry]) async throws(JournalError) {
    let isFull = entries.withLock { entries in
      let room = min(new.count, capacity - entries.count)
      entries += new.prefix(room)
      return room < new.count
    }
    if isFull { throw JournalError(.unwritable, "The disk is full.") }
  }

  /// What the next session finds.
  var record: CalibrationRecord {
    entries.withLock { $0.reduce(into: CalibrationRecord()) { $0.take($1) } }
  }

  var samples: Int { record.samples.count }
}

/// A clock on which every wait is over at once.
final class HastyClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private let time = Mutex(Duration.zero)

  var now: Instant { Instant(offset: time.withLock { $0 }) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try Task.checkCancellation()
    time.withLock { $0 = max($0, deadline.offset) }
  }
}
