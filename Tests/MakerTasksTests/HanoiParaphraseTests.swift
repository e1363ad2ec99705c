import Maker
import MakerTasks
import Testing

/// The same question in other words.
@Suite struct HanoiParaphraseTests {
  @Test func `each wording differs, shows the same position and asks for the answer in the same form`() throws
  {
    let task = try TowersOfHanoi(disks: 5)
    for step in 0..<task.stepCount {
      let state = task.state(before: step)
      let plain = task.prompt(for: state)
      let wordings = task.paraphrases(for: state)
      #expect(wordings.count == 2)
      #expect(Set((wordings + [plain]).map { $0.instructions?.content }).count == 3)
      for wording in wordings {
        #expect(wording.content == plain.content)
        let instructions = try #require(wording.instructions?.content)
        #expect(instructions.contains("move = [disk, from, to]\nnext_state = [[...], [...], [...]]"))
        #expect(!instructions.contains("\n    "), "the text is not indented")
      }
    }
  }

  @Test func `a changed paraphrase makes another run`() throws {
    let run = Run(try TowersOfHanoi(disks: 3), model: Mute())
    let other = Run(Reworded(base: try TowersOfHanoi(disks: 3)), model: Mute())
    #expect(other.identity.changes(since: run.identity).map(\.name) == ["prompt"])
  }

  private struct Mute: LanguageModel {
    func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response {
      Response("")
    }
  }

  /// The same task with one wording less.
  private struct Reworded: ChainTask {
    let base: TowersOfHanoi
    var stepCount: Int { base.stepCount }
    var initialState: HanoiState { base.initialState }
    var identity: [String: String] { base.identity }
    func prompt(for state: HanoiState) -> Prompt { base.prompt(for: state) }
    func paraphrases(for state: HanoiState) -> [Prompt] { [base.paraphrases(for: state)[0]] }
    func answer(in reply: String) throws(Flagged) -> HanoiAnswer { try base.answer(in: reply) }
    func apply(_ answer: HanoiAnswer, to state: HanoiState) -> HanoiState { base.apply(answer, to: state) }
  }
}
