import Foundation
import Maker
import MakerJournal
import MakerTesting
import Testing

@Suite("A run file of durable code gives its decisions back and can be audited", .serialized)
struct DurableJournalTests {
  private static let rules = VotingRules(k: 2, temperatures: .uniform(0.7), seed: 3)
  private let noise = Noise(errorRate: 0.2, wrongAnswers: 2, malformedRate: 0.1)

  /// Asks in three branches at once, and polls one question that nobody agrees on.
  private static func code(_ run: DurableScope) async throws -> [Int] {
    _ = try await run.poll("open", Question(text: "open"))
    return try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for branch in 0..<3 {
        group.addTask {
          var number = branch
          let scope = run.scope("branch \(branch)")
          for step in 0..<4 { number = try await scope.decide("\(step)", Question(text: "\(number)")) }
          return (branch, number)
        }
      }
      var results = [0, 0, 0]
      for try await (branch, number) in group { results[branch] = number }
      return results
    }
  }

  private struct Question: Maker.Question {
    let text: String
    var prompt: Prompt { Prompt(text) }
    var identity: [String: String] { ["reader": "number"] }
    func answer(in reply: String) throws(Flagged) -> Int {
      guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
      return number
    }
    func rules(_ rules: VotingRules) -> VotingRules {
      var rules = rules
      if text == "open" { (rules.k, rules.limits.samplesPerStep) = (50, 60) }
      return rules
    }
  }

  private var model: NoisyModel {
    NoisyModel(
      noise, seed: 2, right: { $0.content == "open" ? "0" : "\((Int($0.content) ?? 0) * 2 + 1)" },
      wrong: { _, number in "\(100 + number)" })
  }

  private func journal(_ path: String) throws -> SQLiteJournal {
    try SQLiteJournal.open(
      at: path, orCreate: .durable("numbers", model: "noisy", rules: Self.rules),
      options: JournalOptions(commit: .everyDecision, record: .all))
  }

  @discardableResult
  private func session(_ path: String, _ model: some LanguageModel, stopsAfter count: Int = .max) async throws
    -> [Int]?
  {
    let journal = try journal(path)
    let budget = Budget(caps: Caps(maximumSteps: count))
    do {
      let result = try await withDurableRun(
        "numbers", model: model, rules: Self.rules, journal: journal, budget: budget,
        width: count == .max ? 8 : 1, Self.code)
      try await journal.close()
      return result
    } catch let error as DurableError where error.reachedCap != nil || error.isCancellation {
      try await journal.close()
      return nil
    }
  }

  @Test("a run that is stopped behind every decision ends as an undisturbed one, and samples nothing twice")
  func stopped() async throws {
    let folder = try TemporaryFolder()
    let counted = FaultyModel(model, failing: [:])
    let whole = try await session(folder.path("whole.run"), counted)
    let path = folder.path("a.run")
    var calls = 0
    for stop in 1...12 {
      let model = FaultyModel(model, failing: [:])
      #expect(try await session(path, model, stopsAfter: stop) == nil)
      calls += model.callCount
      let file = try RunFile(at: path)
      #expect(try file.progress().step == stop)
      #expect(file.description.steps == DurableChain.openStepCount)
      #expect(try file.sessions().last?.outcome == .stopped)
    }
    let last = FaultyModel(model, failing: [:])
    #expect(try await session(path, last) == whole)
    #expect(calls + last.callCount == counted.callCount)
    #expect(try keyed(path) == keyed(folder.path("whole.run")))
    // And once more, with nothing left to do.
    let idle = FaultyModel(model, failing: [:])
    #expect(try await session(path, idle) == whole)
    #expect(idle.callCount == 0)
  }

  @Test(
    "a finished run knows its number of decisions, and is audited with its replies and the leads of its questions"
  )
  func audited() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.run")
    try await session(path, model)
    let file = try RunFile(at: path)
    let progress = try file.progress()
    #expect(file.description.steps == progress.step && progress.step == 13)
    #expect(try file.sessions().last?.outcome == .done)
    try file.check()
    var audit = Audit(durable: DurableChain(name: "numbers"))
    try audit.check(file, upTo: progress)
    #expect(audit.firstProblem == nil && audit.checked == 13)
    #expect(audit.rulings == 1)
  }

  @Test("an audit notices a decision that does not follow from its votes, and one out of its order")
  func forged() async throws {
    let folder = try TemporaryFolder()
    try await session(folder.path("a.run"), model)
    let file = try RunFile(at: folder.path("a.run"))
    var decisions: [RecordedDecision] = []
    try file.forEachDecision { decisions.append($0) }
    func problem(_ forge: (inout [RecordedDecision]) -> Void) throws -> String? {
      var forged = decisions
      forge(&forged)
      var audit = Audit(durable: DurableChain(name: "numbers"))
      for decision in forged { audit.check(decision) }
      audit.conclude(with: try file.progress())
      return audit.firstProblem?.description
    }
    #expect(try problem { _ in } == nil)
    #expect(try problem { $0[4].votes += 1 } != nil)
    #expect(try problem { $0[5].answer = $0[6].answer } != nil)
    #expect(
      try problem { decisions in
        (decisions[7].answer, decisions[8].answer) = (decisions[8].answer, decisions[7].answer)
      } != nil)
  }

  @Test("the file of another task is refused")
  func otherTask() async throws {
    let folder = try TemporaryFolder()
    let journal = try SQLiteJournal.create(at: folder.path("a.run"), description: .example)
    await #expect(throws: DurableError.self) {
      _ = try await DurableRun("numbers", model: model, rules: Self.rules, journal: journal)
    }
    try await journal.close()
  }

  /// The decisions by key, whatever order they came in.
  private func keyed(_ path: String) throws -> [String: RecordedDecision] {
    var decisions: [String: RecordedDecision] = [:]
    try RunFile(at: path).forEachDecision { decision in
      var decision = decision
      decision.step = 0
      decisions[try KeyedAnswer(record: decision.answer).key] = decision
    }
    return decisions
  }
}
