import Maker
import MakerAgents
import MakerRecords
import MakerTesting

/// A run of records with a model that a test scripts.
struct RecordRuns {
  let task: RecordTask
  var rules = VotingRules(k: 2, temperatures: .uniform(0.5), seed: 3)
  var width = 8
  let reply: @Sendable (Prompt, Int) -> String

  func run(_ journal: InMemoryJournal, budget: Budget? = nil) async throws(RunError) {
    let reply = reply
    let model = ScriptedModel { call throws(LanguageModelError) in
      Response(reply(call.prompt, call.indexOfPrompt))
    }
    let decider = RecordDecider(
      LocalDecider(model: model, rules: task.rules(rules), budget: budget), of: task.source)
    try await LaneRun(Run(task, decider: decider, journal: journal, budget: budget), width: width).finish()
  }
}

extension DecisionRecord {
  /// What the output tells of it.
  var outputDecision: RecordDecision {
    RecordDecision(
      step: step, answer: answer, votes: votes, candidates: candidates, order: order, samples: samples.count,
      flags: samples.count { $0.flag != nil })
  }

  /// What its answer is.
  var recordAnswer: RecordAnswer { get throws { try RecordAnswer(record: answer) } }
}
