import ArgumentParser
import Maker
import MakerJournal
import MakerRecords

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write every decision of a run as a line of JSON.",
    discussion: """
      Examples:
        maker export latest --jsonl | head -n 3
        maker export latest --rejects > again.csv   # of a map: what was rejected, to be an --input once more

      A line: {"step": 0, "answer": {...}, "ballot": [{"answer": {...}, "votes": 4}], "samples": 4, "flags": {}}
      The ballot is in the order of each answer's first vote. Of a map a line has the "record", from 1, and the "agent" too. \
      Lines are written as they are read. --rejects ends with exit code 1 where it had to leave out a record that is \
      longer than 1 MiB.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @Flag(help: "One JSON object a line; the only format, and the default.")
  var jsonl = false
  @Flag(help: "The same as --jsonl.")
  var json = false
  @Flag(
    help: "Of a map, the records that were rejected instead, as they are in its input, behind its header row."
  )
  var rejects = false

  func validate() throws {
    try require(!rejects || !(json || jsonl), "--rejects has the form of the map's input, not --jsonl.")
  }

  func run() throws {
    let path = try RunFolder.path(of: reference)
    let file = try opened(path)
    let task = try TaskSettings.recorded(file.description, path: path)
    var output = StandardOutput()
    do {
      if rejects {
        try writeRejects(of: file, to: &output)
      } else {
        try write(file, as: task.kind, to: &output)
      }
      try output.flush()
    } catch {
      // What could still be read is printed.
      try output.flush()
      throw CommandFailure.ofReading(error)
    }
  }

  /// The records that are left out which are named.
  private static let named = 10

  private func writeRejects(of file: RunFile, to output: inout StandardOutput) throws {
    guard let records = try MapRecords(file) else {
      throw CommandFailure(.usage, "\(reference) is no map and has no rejects.")
    }
    let source = try records.open().source
    if let header = source.header { try output.line(header) }
    var leftOut: [String] = []
    var count = 0
    try records.forEachReject { index, _ in
      let row = try source.row(at: index)
      guard let bytes = row.wholeInput else {
        count += 1
        if count <= Self.named { leftOut.append("record \(index + 1) (line \(row.line))") }
        return
      }
      try output.line(bytes: bytes)
    }
    guard count > 0 else { return }
    let more = count > leftOut.count ? " and \(Figures.count(count - leftOut.count)) more" : ""
    throw CommandFailure(
      .failed,
      "\(leftOut.joined(separator: ", "))\(more) of \(ShownPath.of(records.files.input)) "
        + "\(count == 1 ? "is" : "are") left out: a record that is longer than \(RecordLimits.recordBytes) bytes "
        + "cannot be mapped; shorten \(count == 1 ? "it" : "them"). All others were written.")
  }

  private func write<Task: ToolTask>(
    _ file: RunFile, as kind: Task.Type, to output: inout StandardOutput
  ) throws {
    let records = try MapRecords(file)
    try file.forEachDecision { try output.line(ExportLine<Task.Answer>.text(of: $0, in: records)) }
  }
}

/// A decision as a line of JSON.
enum ExportLine<Answer: Recordable> {
  /// The line; of a map with the number of the record, from 1, and the name of the agent.
  static func text(
    of decision: RecordedDecision, in records: MapRecords? = nil
  ) throws(CommandFailure) -> String {
    let place = records.map {
      "\"record\": \($0.record(of: decision.step)), \"agent\": \($0.agent(of: decision.step).json), "
    }
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
    return "{\"step\": \(decision.step), \(place ?? "")\"answer\": \(answer), \"ballot\": [\(ballot)], "
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
