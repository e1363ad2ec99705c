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
        maker decide latest --candidate 1 --reason "the other moves two disks"
        maker decide latest --step 57 --answer 'move = [1, 0, 1] next_state = [[3, 2], [1], []]'
        maker decide latest --record 17 --answer billing    # of a map

      Use it when a step does not decide: votes tie, or every reply is flagged. The answer is recorded with your name, \
      your reason and the votes that were cast, and every audit tells it apart. Then `maker resume` goes on.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Option(
    parsing: .unconditional,
    help: "The step, counted from 0; no other than the one the run stopped at (default: that one).")
  var step: Int?
  @Option(
    parsing: .unconditional,
    help: "Of a map, the record in place of --step, counted from 1 (default: the one the map stopped at).")
  var record: Int?
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
    try require(step == nil || record == nil, "--step and --record both name a step; give one of them.")
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
      let map = try MapRecords(file)
      try requireNext(next, map)
      let state = try task.state(recorded: progress.state, in: path)
      let chosen = try chosenAnswer(task, at: state, next, file.openSamples())
      let ruling = Ruling(
        by: by ?? ProcessInfo.processInfo.environment["USER"] ?? "unknown", reason: reason,
        time: Date().timeIntervalSince1970)
      guard let identity = file.identity else {
        throw CommandFailure(.usage, "The run has not begun; `maker resume \(path)` begins it.")
      }
      try await keep(chosen, ruling, Run(task, decider: settings.decider(of: identity, for: task)), path)
      if step == nil {
        StandardError.line("maker: \(map?.name(of: next) ?? "step \(next)") is decided")
      }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch let error as RunError {
      if case .journal(let journal) = error.reason { throw CommandFailure(journal) }
      throw CommandFailure(.failed, "\(error)")
    }
  }

  /// Only what the run stopped at can be decided.
  private func requireNext(_ next: Int, _ map: MapRecords?) throws {
    if let record {
      guard let map else {
        throw CommandFailure(.usage, "\(reference) is no map and has steps, not records; give --step.")
      }
      try require(
        map.record(of: next) == record,
        "The map is before record \(map.record(of: next)), so record \(record) cannot be decided; only the one it stopped at can."
      )
    } else if let step {
      try require(
        next == step,
        "The run is before step \(next), so step \(step) cannot be decided; only the step a run stopped at can."
      )
    }
  }

  private func chosenAnswer<Task: ToolTask>(
    _ task: Task, at state: Task.State, _ step: Int, _ open: [Sample]
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
  private func keep<Task: ToolTask>(
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
