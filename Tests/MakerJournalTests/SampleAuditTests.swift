import Maker
import MakerJournal
import Synchronization
import Testing

@Suite("An audit reads the kept replies again", .serialized) struct SampleAuditTests {
  /// Votes 2, 9, 2, 2 with k = 2, and a flagged sample between them.
  private static let decision = RecordedDecision(
    step: 0, answer: 1.record, votes: 4, samples: 5, candidates: [1.record, 9.record], order: [0, 1, 0, 0],
    flags: [.malformed: 1])

  private static let samples = [
    sample(0, "1"), sample(1, "?", .malformed), sample(1, "9"), sample(2, "1"), sample(3, "1"),
  ]

  private static func sample(_ slot: Int, _ reply: String, _ flag: FlagKind? = nil) -> Sample {
    Sample(
      request: SampleRequest(slot: slot, attempt: 0, temperature: 1, seed: 0),
      response: Response(reply, usage: Usage(inputTokens: 3), model: "m"),
      flag: flag.map { Flagged($0, "") })
  }

  private func problem(_ forge: (inout [Sample]) -> Void) -> String? {
    var samples = Self.samples
    forge(&samples)
    var audit = Audit(verifying: CountUp(stepCount: 1), k: 2)
    audit.check(Self.decision, kept: samples)
    return audit.firstProblem?.description
  }

  @Test("they are the votes and flags of their decision")
  func clean() { #expect(problem { _ in } == nil) }

  @Test("a reply that says something else than its vote is found")
  func otherReply() {
    #expect(problem { $0[0].response.content = "9" } == "The kept replies of step 0 are not its votes.")
    #expect(problem { $0.swapAt(2, 3) } == "The kept replies of step 0 are not its votes.")
    #expect(
      problem { $0[4].response.content = "?" }
        == "A kept reply of step 0 voted, and there is no answer in it.")
  }

  @Test("a sample too many, too few, or of another flag is found")
  func otherCounts() {
    let counts = "The kept samples of step 0 are not its votes and flags."
    #expect(problem { $0.removeLast() } == counts)
    #expect(problem { $0.append($0[0]) } == counts)
    #expect(problem { $0[1].flag = nil } == counts)
    #expect(problem { $0[4].flag = Flagged(.malformed, "") } == counts)
    #expect(problem { $0[1].flag = Flagged(.overlong, "") } == counts)
  }

  @Test("when all samples are kept, the ledger is their sum")
  func ledger() {
    for (input, isClean) in [(15, true), (14, false)] {
      var audit = Audit(verifying: CountUp(stepCount: 1), k: 2)
      audit.check(Self.decision, kept: Self.samples)
      var tally = Tally()
      (tally.decided, tally.votes, tally.samples, tally.outvoted) = (1, 4, 5, 1)
      (tally.contested, tally.longestBallot, tally.flags) = (1, 4, [.malformed: 1])
      for tokens in [3, 3, 3, 3, input - 12] {
        tally.ledger.enter(Response("", usage: Usage(inputTokens: tokens), model: "m"))
      }
      audit.conclude(with: RunFileProgress(step: 1, state: 1.record, tally: tally))
      #expect(audit.isClean == isClean, "\(String(describing: audit.firstProblem))")
    }
  }

  @Test("a run is audited from its file with whatever was kept", arguments: JournalOptions.Recording.allCases)
  func file(_ recording: JournalOptions.Recording) async throws {
    let folder = try await run(recording)
    let audit = try audited(folder)
    #expect(audit.isClean, "\(String(describing: audit.firstProblem))")
    #expect((audit.checked, audit.rulings, audit.wrong) == (200, 1, 0))
  }

  @Test("a forged reply is found at its step", arguments: [JournalOptions.Recording.all, .contested])
  func forgedReply(_ recording: JournalOptions.Recording) async throws {
    let folder = try await run(recording)
    let file = try RunFile(at: folder.path("a.run"))
    var contested: [Int] = []
    try file.forEachDecision(contestedOnly: true) { contested.append($0.step) }
    let step = try #require(contested.last)
    try SQL.forge(
      "UPDATE sample SET reply = '1' WHERE flag IS NULL AND step = \(step)", at: folder.path("a.run"))
    try file.check()
    #expect(try audited(folder).firstProblem?.step == step)
  }

  @Test("a forged bill is found when every sample is kept")
  func forgedLedger() async throws {
    let folder = try await run(.all)
    try SQL.forge("UPDATE sample SET output_tokens = 0 WHERE step = 7", at: folder.path("a.run"))
    let problem = try audited(folder).firstProblem
    #expect(problem?.description == "The recorded ledger is not the sum of the samples.")
  }

  @Test("bills that no counter can hold are found and not added up")
  func absurdLedger() async throws {
    let folder = try await run(.all)
    try SQL.forge(
      "UPDATE sample SET input_tokens = iif(number = 0, \((1 << 53) - 1), 0)", at: folder.path("a.run"))
    let problem = try audited(folder).firstProblem
    #expect(problem?.step == 1)
    #expect(problem?.description.contains("more tokens than any run can have") == true)
  }

  private func audited(_ folder: TemporaryFolder) throws -> Audit<CountUp> {
    let file = try RunFile(at: folder.path("a.run"))
    var audit = Audit(verifying: CountUp(stepCount: 200), k: 2)
    try audit.check(file, upTo: file.progress())
    return audit
  }

  /// A run of a model that errs, which ties at step 100, where a person decides.
  private func run(_ recording: JournalOptions.Recording) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let options = JournalOptions(commit: .within(.seconds(60)), record: recording)
    let rules = VotingRules(k: 2, limits: StepLimits(samplesPerStep: 20))
    let journal = try SQLiteJournal.create(
      at: folder.path("a.run"), description: .example, options: options)
    let run = Run(CountUp(stepCount: 200), model: ErringModel(), rules: rules, journal: journal)
    let error = await #expect(throws: RunError.self) { try await run.finish() }
    #expect(error?.summary.tally.decided == 100)
    try await run.rule(101, Ruling(by: "ada", time: 1_750_000_000))
    try await run.finish()
    try await journal.close()
    return folder
  }
}

/// A task that knows its answers: count up by one.
struct CountUp: VerifiableTask {
  let stepCount: Int
  let initialState = 0
  func prompt(for state: Int) -> Prompt { Prompt("\(state)") }
  func answer(in reply: String) throws(Flagged) -> Int {
    guard let number = Int(reply) else { throw Flagged(.malformed, "no number") }
    return number
  }
  func apply(_ answer: Int, to state: Int) -> Int { answer }
  func state(before step: Int) -> Int { step }
  func rightAnswer(at step: Int) -> Int { step + 1 }
}

/// Errs by its seed, and cannot make up its mind at step 100.
private final class ErringModel: LanguageModel {
  private let doubts = Mutex(0)

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let state = Int(prompt.content) ?? 0
    if state == 100 {
      let doubt = doubts.withLock { doubts in
        doubts += 1
        return doubts
      }
      return reply(doubt % 2)
    }
    guard case .random(let seed?) = options.samplingMode else { return reply(state + 1) }
    switch seed % 13 {
    case 0: return reply(state + 2)
    case 1: return Response("what?", usage: Usage(inputTokens: 5, outputTokens: 2))
    default: return reply(state + 1)
    }
  }

  private func reply(_ number: Int) -> Response {
    Response("\(number)", usage: Usage(inputTokens: 5, outputTokens: 1))
  }
}
