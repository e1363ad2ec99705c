import Foundation
import Maker
import MakerAgents
import MakerRecords
import MakerTesting
import Testing

@Suite struct RecordTaskTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private static let one = "name: add\nprompt: '{{n}}'\nanswer: {number: }"
  private static let two = """
    name: both
    steps:
      - {name: add, prompt: '{{n}}', answer: {number: }}
      - {name: say, prompt: '{{n}} {{add}}', answer: {labels: [even, odd]}, flags: {forbidden: ['never']}}
    """

  @Sendable private static func reply(_ prompt: Prompt, _: Int) -> String {
    let parts = prompt.content.split(separator: " ").compactMap { Int($0) }
    return parts.count == 1
      ? "\(parts[0] + 1)" : parts.count == 2 ? (parts[1] % 2 == 0 ? "even" : "odd") : "?"
  }

  private func rows(_ count: Int, broken: Set<Int>) -> String {
    "n,m\n" + (0..<count).map { broken.contains($0) ? "\($0)\n" : "\($0),x\n" }.joined()
  }

  @Test func `every record is decided or rejected, in order`() async throws {
    let broken: Set<Int> = [0, 17, 299]
    let task = try RecordTask(folder.source(csv: rows(300, broken: broken)), agents(Self.one))
    let journal = InMemoryJournal()
    try await RecordRuns(task: task, reply: Self.reply).run(journal)
    #expect(journal.decisions.map(\.step) == Array(0..<300))
    for decision in journal.decisions {
      let isBroken = broken.contains(decision.step)
      #expect(try decision.recordAnswer.answer?.canonical == (isBroken ? nil : "\(decision.step + 1)"))
      #expect(decision.samples.isEmpty == isBroken)
      guard isBroken else { continue }
      #expect(try decision.recordAnswer == .rejected("it has 1 field, and the header row has 2"))
      #expect(
        decision.ruling?.reason == "line \(decision.step + 2): it has 1 field, and the header row has 2")
    }
  }

  @Test func `a later agent sees what the earlier decided, and nothing is asked after a rejection`()
    async throws
  {
    let task = try RecordTask(folder.source(csv: rows(40, broken: [7])), agents(Self.two))
    #expect(task.stepCount == 80 && task.laneCount == 40)
    let journal = InMemoryJournal()
    try await RecordRuns(task: task, reply: Self.reply).run(journal)
    let answers = try journal.decisions.map { try $0.recordAnswer }
    for record in 0..<40 where record != 7 {
      #expect(answers[2 * record + 1].answer?.value == .string((record + 1) % 2 == 0 ? "even" : "odd"))
    }
    #expect(answers[14].rejection != nil && answers[14] == answers[15])
    #expect(journal.decisions[14].samples.isEmpty && journal.decisions[15].samples.isEmpty)
  }

  @Test func `a red flag of one agent in sequence is looked at with its replies alone`() async throws {
    let task = try RecordTask(folder.source(csv: rows(1, broken: [])), agents(Self.two))
    #expect(throws: Flagged.self) {
      try task.answer(in: "never", at: RecordState(index: 0, answers: [.rejected("")]))
    }
    let kind = #expect(throws: Flagged.self) {
      try task.answer(in: "even, never", at: RecordState(index: 0, answers: [.rejected("")]))
    }?.kind
    #expect(kind == .forbidden)
    #expect(throws: Flagged(.malformed, "\"never\" is not a number and nothing else")) {
      try task.answer(in: "never")
    }
  }

  @Test func `a record that the votes do not decide is rejected with the limit`() async throws {
    let task = try RecordTask(folder.source(csv: rows(20, broken: [])), agents(Self.two))
    let journal = InMemoryJournal()
    var rules = VotingRules(k: 2, temperatures: .uniform(0.5), seed: 3)
    rules.limits = StepLimits(samplesPerStep: 6)
    try await RecordRuns(task: task, rules: rules) { prompt, number in
      prompt.content == "4" ? "\(number)" : Self.reply(prompt, number)
    }.run(journal)
    let answers = try journal.decisions.map { try $0.recordAnswer }
    #expect(answers.indices.filter { answers[$0].rejection != nil } == [8, 9])
    #expect(
      answers[8] == .rejected("add: not decided within 6 samples"))
    #expect(journal.decisions[8].samples.count == 6 && journal.decisions[9].samples.isEmpty)
  }

  @Test func `a line without a field that is named is rejected, as is one with a field that is taken`() throws
  {
    let source = try folder.source(
      jsonl: "{\"n\":1}\n{\"m\":1}\n{\"n\":1,\"say\":2}\n{\"n\":1,\"say.x\":2}\n{\"n\":1,\"says\":2}")
    let task = try RecordTask(source, agents(Self.two))
    let reasons = (0..<5).map { task.settled(at: RecordState(index: $0))?.answer.rejection }
    #expect(reasons[0] == nil && reasons[4] == nil)
    #expect(reasons[1]?.contains("names the field \"n\", which the record does not have") == true)
    #expect(reasons[2] == "its field \"say\" has a name that an agent's answer takes")
    #expect(reasons[3] == "its field \"say.x\" has a name that an agent's answer takes")
    #expect(task.prompt(for: RecordState(index: 1)).content.isEmpty)
  }

  @Test func `a column with a name that an agent's answer takes is refused`() throws {
    let failure = try failure {
      _ = try RecordTask(folder.source(csv: "n,add.x\n1,2"), agents(Self.one))
    }
    #expect(failure?.kind == .unusable)
    #expect(failure?.message.contains("The column \"add.x\"") == true)
  }

  @Test func `a run ends where its file is changed, and no record is rejected for it`() async throws {
    let source = try folder.source(csv: rows(2_000, broken: []))
    let task = try RecordTask(source, agents(Self.one))
    _ = try source.record(at: 0)
    let file = try #require(FileHandle(forWritingAtPath: source.path))
    try file.seek(toOffset: UInt64(source.bytes - 3))
    try file.write(contentsOf: Data("y".utf8))
    try file.close()
    let journal = InMemoryJournal()
    let error = await #expect(throws: RunError.self) {
      try await RecordRuns(task: task, reply: Self.reply).run(journal)
    }
    #expect(error?.description.contains("is not what it was when it was scanned") == true)
    #expect((1_000..<2_000).contains(journal.decisions.count))
    #expect(journal.decisions.allSatisfy { $0.ruling == nil })
  }

  @Test func `a run that was stopped goes on, in the middle of a record too`() async throws {
    let task = try RecordTask(folder.source(csv: rows(60, broken: [20])), agents(Self.two))
    let runs = RecordRuns(task: task, reply: Self.reply)
    let (undisturbed, journal) = (InMemoryJournal(), InMemoryJournal())
    try await runs.run(undisturbed)
    await #expect(throws: RunError.self) {
      try await runs.run(journal, budget: Budget(caps: Caps(maximumSteps: 31)))
    }
    #expect(journal.decisions.count == 31)
    try await runs.run(journal)
    #expect(journal.decisions.map(\.answer) == undisturbed.decisions.map(\.answer))
    #expect(journal.decisions.map(\.state) == undisturbed.decisions.map(\.state))
  }

  @Test func `an identity is of the bytes and the agents, not of the place`() throws {
    let first = try RecordTask(folder.source(csv: "n\n1"), agents(Self.one)).identity
    #expect(try RecordTask(RecordFolder().source(csv: "n\n1"), agents(Self.one)).identity == first)
    #expect(try RecordTask(folder.source(csv: "n\n2"), agents(Self.one)).identity != first)
    #expect(try RecordTask(folder.source(csv: "n\n1"), agents(Self.two)).identity != first)
  }

  @Test func `the rules are those of an agent alone, and what all agree on of several`() throws {
    let source = try folder.source(csv: "n\n1")
    let more = "temperature: 0.3\nmax_reply_tokens: 20\nflags: {forbidden: [x]}"
    let alone = try RecordTask(source, agents(Self.one + "\n" + more)).rules(VotingRules(k: 4))
    #expect(alone.k == 4 && alone.temperatures == .uniform(0.3) && alone.maximumResponseTokens == 20)
    #expect(alone.redFlags.contains { $0 is PatternFlag })
    let steps = """
      name: both
      steps:
        - {name: a, prompt: '{{n}}', answer: {number: }, max_reply_tokens: 20, temperature: 0.3, flags: {forbidden: [x]}}
        - {name: b, prompt: '{{n}}', answer: {number: }, max_reply_tokens: 30}
      """
    let several = try RecordTask(source, agents(steps)).rules(VotingRules(k: 4))
    #expect(several.k == 4 && several.temperatures == .uniform(0.3) && several.maximumResponseTokens == 30)
    #expect(!several.redFlags.contains { $0 is PatternFlag })
    #expect(several.redFlags.contains { ($0 as? Overlong)?.maximumTokens == 30 })
  }

  @Test func `no records are no steps`() async throws {
    let task = try RecordTask(folder.source(csv: "n\n"), agents(Self.one))
    let journal = InMemoryJournal()
    try await RecordRuns(task: task, reply: Self.reply).run(journal)
    #expect(journal.decisions.isEmpty)
  }
}
