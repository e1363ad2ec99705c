import Maker
import MakerJournal
import MakerTesting
import Testing

@Suite("An audit reads a kept reply at the state it belongs to", .serialized) struct ReadingAtAStateTests {
  /// Replies say how far to go; the answer is where that leads.
  private struct Stride: ChainTask {
    let stepCount = 20
    let initialState = 0

    func prompt(for state: Int) -> Prompt { Prompt("\(state)") }

    func answer(in reply: String) throws(Flagged) -> Int { throw Flagged(.malformed, "read without a state") }

    func answer(in reply: String, at state: Int) throws(Flagged) -> Int {
      guard let distance = Int(reply) else { throw Flagged(.malformed, "no number") }
      return state + distance
    }

    func apply(_ answer: Int, to state: Int) -> Int { answer }
  }

  @Test("a run that was read so is clean, and a forged reply is found", arguments: [false, true])
  func audit(isForged: Bool) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.run")
    let journal = try SQLiteJournal.create(
      at: path, description: .example, options: JournalOptions(record: .all))
    let model = ScriptedModel { call in Response(call.indexOfPrompt == 1 ? "7" : "2") }
    try await Run(Stride(), model: model, rules: VotingRules(k: 2), journal: journal).finish()
    try await journal.close()
    if isForged { try SQL.forge("UPDATE sample SET reply = '3' WHERE step = 11 AND slot = 0", at: path) }

    let file = try RunFile(at: path)
    var audit = Audit(Stride(), k: 2)
    try audit.check(file, upTo: file.progress())
    #expect(audit.checked == 20)
    #expect(audit.firstProblem?.step == (isForged ? 11 : nil), "\(String(describing: audit.firstProblem))")
  }
}
