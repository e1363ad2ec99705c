import Maker
import MakerTesting

/// Durable code with everything that such code has: branches that go on at the same time, scopes within scopes, and
/// questions that depend on what was answered.
struct Errand {
  var branches = 4
  var length = 3
  /// What is asked at first; another number makes every question another.
  var start = 5

  /// Asks for the number after seven others.
  static func question(_ number: Int) -> PlainQuestion<Int> {
    PlainQuestion("\(number)", reader: "a number") { reply throws(Flagged) in
      guard let number = Int(reply) else { throw Flagged(.malformed, "no number: \(reply)") }
      return number
    }
  }

  static func right(_ number: Int) -> Int { (number * 3 + 7) % 1000 }

  static func model(_ noise: Noise = Errand.noise, clock: RunClock = .continuous) -> NoisyModel {
    NoisyModel(
      noise, seed: 9, clock: clock, right: { "\(right(Int($0.content) ?? 0))" },
      wrong: { prompt, number in "\((Int(prompt.content) ?? 0) + number)" })
  }

  static let noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1)
  static let rules = VotingRules(k: 3, temperatures: .uniform(0.8), seed: 17)

  /// The code.
  func run(_ scope: DurableScope) async throws -> [Int] {
    let first = try await scope.decide("first", Self.question(start))
    let results = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for branch in 0..<branches {
        group.addTask {
          (branch, try await walk(from: first + branch, in: scope.scope("branch \(branch)")))
        }
      }
      var results = Array(repeating: 0, count: branches)
      for try await (branch, result) in group { results[branch] = result }
      return results
    }
    return results + [try await scope.decide("last", Self.question(results.reduce(0, +)))]
  }

  private func walk(from start: Int, in scope: DurableScope) async throws -> Int {
    var number = start
    for step in 0..<length {
      number = try await scope.decide("step-\(step)", Self.question(number))
      // What is asked next depends on what was answered.
      if number.isMultiple(of: 2) {
        number += try await scope.scope("even").decide("at \(step)", Self.question(number + 1))
      }
    }
    return number
  }

  /// What comes out when nobody errs.
  var right: [Int] {
    let first = Self.right(start)
    let results = (0..<branches).map { branch in
      var number = first + branch
      for _ in 0..<length {
        number = Self.right(number)
        if number.isMultiple(of: 2) { number += Self.right(number + 1) }
      }
      return number
    }
    return results + [Self.right(results.reduce(0, +))]
  }

  /// Runs the code to its end.
  func finished(
    _ model: any LanguageModel = Errand.model(), _ journal: (any ReplayableJournal)? = nil,
    budget: Budget? = nil, rules: VotingRules = Errand.rules, width: Int = 64
  ) async throws -> [Int] {
    try await withDurableRun(
      "errand", model: model, rules: rules, journal: journal, budget: budget, width: width
    ) { try await run($0) }
  }
}

extension InMemoryJournal {
  /// The recorded answers by key, as JSON, whatever order they came in.
  var answers: [String: String] {
    var answers: [String: String] = [:]
    for decision in decisions {
      guard let answer = try? KeyedAnswer(record: decision.answer) else { continue }
      answers[answer.key] = answer.answerJSON
    }
    return answers
  }

  /// The recorded ballots by key: answer, candidates, order and samples.
  var ballots: [String: [[UInt8]]] {
    var ballots: [String: [[UInt8]]] = [:]
    for decision in decisions {
      guard let answer = try? KeyedAnswer(record: decision.answer) else { continue }
      ballots[answer.key] =
        [decision.answer] + decision.candidates + [decision.order.map { UInt8($0) }]
        + decision.samples.map { Array($0.response.content.utf8) }
    }
    return ballots
  }
}

/// The durable error that `body` throws; nil when it throws none.
func durableError(_ body: () async throws -> Void) async throws -> DurableError? {
  do {
    try await body()
    return nil
  } catch let error as DurableError {
    return error
  }
}
