import Foundation
import Maker
import MakerJournal

/// Usage: CountUp [steps] [run file]. Give the same run file again to go on where a killed run left off.
@main
enum Main {
  static func main() async throws {
    let arguments = CommandLine.arguments
    let steps = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
    let task = CountUp(stepCount: steps)
    let model = ForgetfulModel()

    // 1. What follows from p, before anything is spent.
    let figures = ModelFigures(name: "forgetful", p: 97.0 / 98, v: 0.98)
    let plan = try Plan(figures, for: Plan.Goal(steps: Double(steps), target: 0.999))
    let (votes, success) = (plan.expected.votesPerStep, plan.expected.successProbability)
    print("plan: k = \(plan.k), \(votes) votes a step, success \(success)")

    // 2. One agent, believed as it is.
    let alone = ContestedSteps(LocalDecider(model: model, rules: rules(k: 1)))
    var firstError: Int?
    for try await event in Run(CountUp(stepCount: min(steps, 10_000)), decider: alone).events {
      if case .decided(let decision) = event, decision.answer != task.rightAnswer(at: decision.step) {
        firstError = decision.step
        break
      }
    }
    print("one agent: first error at step \(firstError.map(String.init) ?? "none")")

    // 3. Voting, recorded.
    let path = arguments.count > 2 ? arguments[2] : "runs/count-\(UUID().uuidString.prefix(8)).run"
    let journal = try openOrCreate(path, steps: steps)
    let decider = ContestedSteps(LocalDecider(model: model, rules: rules(k: plan.k)))
    let summary = try await Run(task, decider: decider, journal: journal).finish()
    try await journal.close()
    let tally = summary.tally
    print("voting: \(tally.decided) steps, \(tally.votes) votes, \(tally.contested) steps contested,")
    print("        \(decider.contested) of them in this session")

    // 4. Every decision again, from the recorded votes, against the truth.
    let file = try RunFile(at: path)
    var audit = Audit(verifying: task, k: plan.k)
    try file.forEachDecision { audit.check($0) }
    audit.conclude(with: try file.progress())
    let verdict = audit.firstProblem?.description ?? "everything holds"
    print("audit: \(audit.checked) decisions, \(audit.wrong) wrong: \(verdict)")
  }

  private static func rules(k: Int) -> VotingRules {
    VotingRules(k: k, temperatures: .uniform(1), seed: 1)
  }

  private static func openOrCreate(_ path: String, steps: Int) throws -> SQLiteJournal {
    let options = JournalOptions(commit: .within(.milliseconds(200)))
    if FileManager.default.fileExists(atPath: path) {
      return try SQLiteJournal.open(at: path, options: options)
    }
    let description = RunDescription(task: "count-up", model: "forgetful", steps: steps)
    return try SQLiteJournal.create(at: path, description: description, options: options)
  }
}
