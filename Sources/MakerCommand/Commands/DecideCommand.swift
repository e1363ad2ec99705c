import ArgumentParser
import Maker
import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct DecideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Decide the step that a run stopped at, as a person.",
    discussion: """
      Examples:
        maker show latest --step 57                     # its ballot and its replies
        maker decide latest --step 57 --candidate 1 --reason "the other moves two disks"
        maker decide latest --step 57 --answer 'move = [1, 0, 1] next_state = [[3, 2], [1], []]'

      Use it when a step does not decide: votes tie, or every reply is flagged. The answer is recorded with your name, \
      your reason and the votes that were cast, and every audit tells it apart. Then `maker resume` goes on.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Option(parsing: .unconditional, help: "The step, counted from 0: the one the run stopped at.")
  var step: Int
  @Option(
    parsing: .unconditional, help: "The candidate of its ballot, counted from 1 in the order `show` prints.")
  var candidate: Int?
  @Option(parsing: .unconditional, help: "The answer in the form that the task asks a model for.")
  var answer: String?
  @Option(help: "Who decides (default: the user of this session).")
  var by: String?
  @Option(help: "Why.")
  var reason: String = ""
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require((candidate == nil) != (answer == nil), "Give either --candidate or --answer.")
    try require(by.map { !$0.isEmpty } ?? true, "--by must be a name.")
  }

  func run() async throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    try file.description.requireTask(path: path)
    let settings = try RunSettings(file.description, path: path)
    try await decide(settings.task.open(), settings, file, path)
    let report = try RunReport(path: path)
    try StandardOutput.print(output.json ? JSONLine.of(report) : report.text)
  }

  private func decide(
    _ task: some ToolTask, _ settings: RunSettings, _ file: RunFile, _ path: String
  ) async throws {
    do {
      let progress = try file.progress()
      let next = progress.step
      try require(
        next == step,
        "The run is before step \(next), so step \(step) cannot be decided; only the step a run stopped at can."
      )
      let state = try task.state(recorded: progress.state, in: path)
      let chosen = try chosenAnswer(task, at: state, file.openSamples())
      let ruling = Ruling(
        by: by ?? ProcessInfo.processInfo.environment["USER"] ?? "unknown", reason: reason,
        time: Date().timeIntervalSince1970)
      guard let identity = file.identity else {
        throw CommandFailure(.usage, "The run has not begun; `maker resume \(path)` begins it.")
      }
      try await record(chosen, ruling, Run(task, decider: settings.decider(of: identity, for: task)), path)
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch let error as RunError {
      if case .journal(let journal) = error.reason { throw CommandFailure(journal) }
      throw CommandFailure(.failed, "\(error)")
    }
  }

  private func chosenAnswer<Task: ToolTask>(
    _ task: Task, at state: Task.State, _ open: [Sample]
  ) throws -> Task.Answer {
    if let answer {
      do throws(Flagged) {
        return try task.answer(in: answer, at: state)
      } catch {
        throw CommandFailure(.usage, "--answer cannot be read as an answer (\(error)).")
      }
    }
    var candidates: [Task.Answer] = []
    for sample in open where sample.flag == nil {
      if let vote = try? task.answer(in: sample.response.content, at: state), !candidates.contains(vote) {
        candidates.append(vote)
      }
    }
    if let trouble = task.trouble { throw trouble }
    let number = candidate ?? 0
    try require(
      candidates.indices.contains(number - 1),
      "Step \(step) has \(candidates.count) candidates; --candidate \(number) is none of them.")
    return candidates[number - 1]
  }

  /// Records the ruling in the run file; no model is asked.
  private func record<Task: ToolTask>(
    _ answer: Task.Answer, _ ruling: Ruling, _ run: Run<Task, LocalDecider<UnsampledModel>>, _ path: String
  ) async throws {
    let journal = try SQLiteJournal.open(at: path, options: JournalOptions(commit: .everyDecision))
    do {
      try await Run(run.task, decider: run.decider, journal: journal).rule(answer, ruling)
      try await journal.close(.stopped, costUSD: 0)
    } catch {
      try? await journal.close(.stopped, costUSD: 0)
      throw error
    }
  }
}
