import Maker
import MakerTasks
import Synchronization
import Testing

/// Plays by the rule as it reads the prompt, and says something wrong or broken in some of its samples.
final class HanoiPlayer: LanguageModel {
  /// How many of a hundred samples are wrong, and how many more are broken off.
  let wrongPercent: UInt64
  let brokenPercent: UInt64
  let wrongReplies = Atomic(0)
  let brokenReplies = Atomic(0)

  init(wrongPercent: UInt64 = 0, brokenPercent: UInt64 = 0) {
    self.wrongPercent = wrongPercent
    self.brokenPercent = brokenPercent
  }

  func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response {
    let lines = prompt.content.split(separator: "\n")
    let numbers = lines.map { line in
      line.split(separator: "]", omittingEmptySubsequences: false).map { list in
        list.split { !$0.isNumber }.compactMap { Int($0) }
      }
    }
    guard numbers.count == 2 else { throw LanguageModelError(.unsupportedPrompt, "no position") }
    var game = Simulator(stacks: Array(numbers[0].prefix(3)), previous: numbers[1][0])
    guard let move = game.advance() else { throw LanguageModelError(.unsupportedPrompt, "no move") }
    var chance: UInt64 = 99
    if case .random(let seed?) = options.samplingMode {
      var random = SeededGenerator(seed: seed)
      chance = random.next() % 100
    }
    if chance < wrongPercent {
      wrongReplies.add(1, ordering: .relaxed)
      game.stacks = [game.stacks[1], game.stacks[2], game.stacks[0]]
    }
    let reply = "move = \(move)\nnext_state = \(game.stacks)\n"
    guard chance < wrongPercent || chance >= wrongPercent + brokenPercent else {
      brokenReplies.add(1, ordering: .relaxed)
      return Response(String(reply.dropLast(2)))
    }
    return Response(reply)
  }
}

@Suite struct HanoiRunTests {
  @Test func `a model that is always right solves ten disks with k votes a step`() async throws {
    let task = try TowersOfHanoi(disks: 10)
    let summary = try await Run(task, model: HanoiPlayer()).finish()
    #expect(summary.isDone)
    #expect(summary.steps == 1_023)
    #expect(summary.tally.votes == 3 * 1_023)
    #expect(summary.tally.outvoted == 0)
    #expect(summary.tally.flags.isEmpty)
  }

  @Test func `a model that is wrong once in a hundred is outvoted at every step`() async throws {
    let task = try TowersOfHanoi(disks: 10)
    let model = HanoiPlayer(wrongPercent: 1, brokenPercent: 2)
    let rules = VotingRules(k: 4, temperatures: .uniform(1), seed: 1)
    var step = 0
    var summary: RunSummary?
    for try await event in Run(task, model: model, rules: rules).events {
      switch event {
      case .decided(let decision):
        #expect(decision.step == step)
        #expect(decision.answer == task.rightAnswer(at: step))
        step += 1
      case .finished(let end):
        summary = end
      }
    }
    let tally = try #require(summary).tally
    #expect(step == 1_023)
    #expect(tally.outvoted == model.wrongReplies.load(ordering: .relaxed))
    #expect(tally.outvoted > 10)
    #expect(tally.flags == [.malformed: model.brokenReplies.load(ordering: .relaxed)])
    #expect(tally.flagged > 20)
  }

  @Test func `one agent without votes loses the game to the same model`() async throws {
    let task = try TowersOfHanoi(disks: 10)
    let rules = VotingRules(k: 1, temperatures: .uniform(1), seed: 1)
    var firstWrong: Int?
    for try await event in Run(task, model: HanoiPlayer(wrongPercent: 1), rules: rules).events {
      if case .decided(let decision) = event, decision.answer != task.rightAnswer(at: decision.step) {
        firstWrong = decision.step
        break
      }
    }
    #expect(try #require(firstWrong) < 1_000)
  }
}
