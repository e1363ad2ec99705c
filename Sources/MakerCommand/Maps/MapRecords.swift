import Maker
import MakerAgents
import MakerJournal
import MakerRecords

/// The records of a recorded map: which step is of which record, and, as long as they are what they were, the records.
struct MapRecords: Sendable {
  /// What was read and written.
  let files: MapFiles
  /// How many records are decided: all of the input, or its first ones.
  let count: Int
  /// How many records the input has, as far as the run file tells.
  let inputCount: Int
  /// The names of the agents in their order, as far as the run file tells.
  let agents: [String]
  private let file: RunFile

  /// The records of a run; nil for a run that is no map.
  ///
  /// - Throws: A failure when the run file does not say what it has to.
  init?(_ file: RunFile) throws(CommandFailure) {
    guard case .records(let files) = TaskSettings(file.description) else { return nil }
    (self.files, self.file) = (files, file)
    let facts = file.identity?.facts ?? [:]
    let steps = file.description.steps
    // A run that was never begun has decided nothing.
    inputCount = facts["task.records"].flatMap { Int($0) } ?? steps
    count = min(inputCount, files.limit ?? .max)
    let names = (facts["agents"] ?? facts["agent"] ?? "").split(separator: " ").map(String.init)
    let length = count > 0 && steps % count == 0 && steps >= count ? steps / count : max(1, names.count)
    agents = names.count == length ? names : (1...length).map { "\($0)" }
  }

  /// The agents of a record.
  var length: Int { agents.count }

  /// Which record a step is of, from 1.
  func record(of step: Int) -> Int { step / length + 1 }

  /// The agent of a step.
  func agent(of step: Int) -> String { agents[step % length] }

  /// The steps of a record, which is counted from 1.
  func steps(of record: Int) -> Range<Int> { (record - 1) * length..<record * length }

  /// A step in words: `record 3`, `record 3, agent vendor`.
  func name(of step: Int) -> String {
    "record \(Figures.count(record(of: step)))" + (length > 1 ? ", agent \(agent(of: step))" : "")
  }

  /// The records and agents, read again. A program is only started where it compares answers.
  ///
  /// - Returns: The task.
  /// - Throws: A failure when they cannot be read or are not what they were when the run began.
  func open() throws(CommandFailure) -> RecordTask {
    let steps = try MapTask.agents(at: files.agents)
    let task: RecordTask
    if steps.agents.contains(where: { if case .program = $0.vote { true } else { false } }) {
      task = try MapTask(files).records
    } else {
      do throws(RecordFailure) {
        task = try RecordTask(
          RecordSource(scanning: files.input, as: files.format), steps, limit: files.limit)
      } catch {
        throw CommandFailure(error)
      }
    }
    for (facts, place) in [
      (task.identity.filter { $0.key.hasPrefix("task.") }, files.input),
      (task.identity.filter { !$0.key.hasPrefix("task.") }, files.agents),
    ] {
      let isSame = facts.allSatisfy { name, value in file.identity?.facts[name].map { $0 == value } ?? true }
      guard isSame else {
        throw CommandFailure(
          .data,
          "\(ShownPath.of(place)) is not what it was when the run began; put it back to see its records.")
      }
    }
    return task
  }

  /// What is recorded of the agents of a record; nil while it is not decided.
  func decisions(of record: Int) throws(CommandFailure) -> [RecordedDecision]? {
    do throws(JournalError) {
      var decisions: [RecordedDecision] = []
      for step in steps(of: record) {
        guard let decision = try file.decision(at: step) else { return nil }
        decisions.append(decision)
      }
      return decisions
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The state that a step was asked at; nil where an agent before it is not decided.
  func state(at step: Int) throws(CommandFailure) -> RecordState? {
    var answers: [RecordAnswer] = []
    do {
      for earlier in steps(of: record(of: step)).lowerBound..<step {
        guard let decision = try file.decision(at: earlier) else { return nil }
        answers.append(try RecordAnswer(record: decision.answer))
      }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.data, "An answer of \(file.path) cannot be read: \(error).")
    }
    return RecordState(index: record(of: step) - 1, answers: answers)
  }

  /// Hands out the records that were rejected, in order, from the run file alone.
  ///
  /// - Parameters:
  ///   - end: The step to end before; nil for as far as the run is.
  ///   - body: Given the record, from 0, and why it was rejected.
  /// - Throws: What `body` throws; a failure for a run file that is damaged.
  func forEachReject(upTo end: Int? = nil, _ body: (Int, String) throws -> Void) throws {
    let end = try end ?? file.progress().step
    var last = -1
    // A rejection is never what votes decided, so that it is always among those that are contested.
    try file.forEachDecision(to: end, contestedOnly: true) { decision in
      let index = decision.step / length
      // What one agent rejects is rejected by those after it as well; a record under way became nothing yet.
      guard (index + 1) * length <= end, index != last,
        let reason = try RecordAnswer(record: decision.answer).rejection
      else { return }
      last = index
      try body(index, reason)
    }
  }
}
