import ArgumentParser
import Maker
import MakerJournal

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write every decision of a run as a line of JSON.",
    discussion: """
      Example: maker export latest --jsonl | head -n 3

      A line: {"step": 0, "answer": {...}, "ballot": [{"answer": {...}, "votes": 4}], "samples": 4, "flags": {}}
      The ballot is in the order of each answer's first vote. Lines are written as they are read.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Flag(help: "One JSON object a line; the only format, and the default.")
  var jsonl = false
  @Flag(help: "The same as --jsonl.")
  var json = false

  func run() throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    let task = try TaskSettings.recorded(file.description, path: path)
    var output = StandardOutput()
    do {
      try write(file, as: task.kind, to: &output)
      try output.flush()
    } catch {
      // What could still be read is printed.
      try output.flush()
      throw (error as? JournalError).map { CommandFailure($0) } ?? error
    }
  }

  private func write<Task: ToolTask>(
    _ file: RunFile, as kind: Task.Type, to output: inout StandardOutput
  ) throws {
    try file.forEachDecision { try output.line(ExportLine<Task.Answer>.text(of: $0)) }
  }
}

/// A decision as a line of JSON.
enum ExportLine<Answer: Recordable> {
  static func text(of decision: RecordedDecision) throws(CommandFailure) -> String {
    let answer = try json(decision.answer, at: decision.step)
    var ballot = ""
    if decision.candidates.isEmpty {
      ballot = candidate(answer, votes: decision.votes)
    } else {
      for (index, record) in decision.candidates.enumerated() {
        if index > 0 { ballot += ", " }
        let votes = decision.order.count { $0 == index }
        ballot += candidate(try json(record, at: decision.step), votes: votes)
      }
    }
    let flags = decision.flags.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue.json): \($0.value)" }.joined(separator: ", ")
    return "{\"step\": \(decision.step), \"answer\": \(answer), \"ballot\": [\(ballot)], "
      + "\"samples\": \(decision.samples), \"flags\": {\(flags)}}"
  }

  private static func candidate(_ answer: String, votes: Int) -> String {
    "{\"answer\": \(answer), \"votes\": \(votes)}"
  }

  static func json(_ record: [UInt8], at step: Int) throws(CommandFailure) -> String {
    do throws(MalformedRecord) {
      return try Answer(record: record).json
    } catch {
      throw CommandFailure(.data, "The answer of step \(step) cannot be read: \(error).")
    }
  }
}
