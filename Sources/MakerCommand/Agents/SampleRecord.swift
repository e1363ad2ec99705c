import MakerAgents
import MakerRecords

/// The record that prompts are shown with, and where it comes from.
struct SampleRecord: Sendable {
  /// Where it comes from.
  enum Source: Sendable, Hashable {
    /// `--record`.
    case option
    /// A record of a file, counted from 1: the first that can be asked about.
    case file(String, record: Int)
    /// Nobody gave one.
    case madeUp

    /// In words.
    var text: String {
      switch self {
      case .option: "of --record"
      case .file(let path, 1): "the first of \(path)"
      case .file(let path, let record):
        "record \(Figures.count(record)) of \(path), the first that can be asked about"
      case .madeUp: "made up"
      }
    }
  }

  let record: AgentRecord
  let source: Source
  /// All records of the file that it is of; nil when it is of none.
  var records: RecordSource?

  /// The record that a person gave, or one that is made up.
  ///
  /// - Parameters:
  ///   - json: A record as JSON, as `--record` has it.
  ///   - input: A file of records, as `--input` has it.
  ///   - format: The form of that file; nil for that of its name, or what it looks like.
  ///   - steps: The agents, for which one is made up when both are nil.
  /// - Throws: A failure for what is no record.
  init(
    json: String?, input: String?, as format: RecordFormat? = nil, for steps: AgentSteps
  ) throws(CommandFailure) {
    if let json {
      do throws(MalformedValue) {
        record = try AgentRecord(json: json.utf8)
      } catch {
        throw CommandFailure(
          .usage, "--record is no JSON object: \(error); write it as in --record '{\"text\":\"Hello\"}'.")
      }
      source = .option
    } else if let input {
      let (first, number, all) = try Self.first(of: input, as: format, for: steps)
      (record, records) = (first, all)
      source = .file(input, record: number)
    } else {
      (record, source) = (steps.madeUpRecord, .madeUp)
    }
  }

  /// The records of a file, and the first of them that can be asked about; where there is none, the first that can be read.
  private static func first(
    of path: String, as said: RecordFormat?, for steps: AgentSteps
  ) throws(CommandFailure) -> (AgentRecord, Int, RecordSource) {
    guard let beginning = FileBeginning.of(path, 4_096) else {
      throw CommandFailure(
        .usage, "The input \(path) is not there or cannot be read; name a CSV or JSONL file.")
    }
    let isWhite = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) || byte > 0x7F }
    let looks: RecordFormat = beginning.first { !isWhite($0) } == UInt8(ascii: "{") ? .jsonl : .csv
    var bad: BadRecord?
    var readable: (AgentRecord, Int)?
    do throws(RecordFailure) {
      let source = try RecordSource(scanning: path, as: said ?? RecordFormat(path: path) ?? looks)
      for index in 0..<source.count {
        switch try source.record(at: index) {
        case .success(let record):
          // All rows of a table have the same fields.
          if source.columns != nil || Self.fits(record, steps) { return (record, index + 1, source) }
          readable = readable ?? (record, index + 1)
        case .failure(let failure): bad = bad ?? failure
        }
      }
      if let readable { return (readable.0, readable.1, source) }
    } catch {
      throw CommandFailure(error)
    }
    throw CommandFailure(
      .data, bad.map { "No record of \(path) can be read: \($0)." } ?? "There is no record in \(path).")
  }

  /// Whether a record has all that the prompts need.
  private static func fits(_ record: AgentRecord, _ steps: AgentSteps) -> Bool {
    (try? steps.mistakes(for: record))?.isEmpty ?? false
  }
}
