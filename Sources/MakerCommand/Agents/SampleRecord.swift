import MakerAgents
import SwiftCSV

/// The record that prompts are shown with, and where it comes from.
struct SampleRecord: Sendable {
  /// Where it comes from.
  enum Source: Sendable, Hashable {
    /// `--record`.
    case option
    /// The first of a file.
    case file(String)
    /// Nobody gave one.
    case madeUp

    /// In words.
    var text: String {
      switch self {
      case .option: "of --record"
      case .file(let path): "the first of \(path)"
      case .madeUp: "made up"
      }
    }
  }

  let record: AgentRecord
  let source: Source

  /// How much of a file is looked at for its first record, in bytes.
  private static let limit = 1 << 20

  /// The record that a person gave, or one that is made up.
  ///
  /// - Parameters:
  ///   - json: A record as JSON, as `--record` has it.
  ///   - input: A file of records, as `--input` has it.
  ///   - steps: The agents, for which one is made up when both are nil.
  /// - Throws: A failure for what is no record.
  init(json: String?, input: String?, for steps: AgentSteps) throws(CommandFailure) {
    if let json {
      do throws(MalformedValue) {
        record = try AgentRecord(json: json.utf8)
      } catch {
        throw CommandFailure(
          .usage, "--record is no JSON object: \(error); write it as in --record '{\"text\":\"Hello\"}'.")
      }
      source = .option
    } else if let input {
      record = try Self.first(of: input)
      source = .file(input)
    } else {
      (record, source) = (steps.madeUpRecord, .madeUp)
    }
  }

  /// The first record of a file of JSON lines or CSV.
  private static func first(of path: String) throws(CommandFailure) -> AgentRecord {
    guard var bytes = FileBeginning.of(path, limit) else {
      throw CommandFailure(
        .usage, "The input \(path) is not there or cannot be read; name a CSV or JSONL file.")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let isWhole = bytes.count < limit
    let isWhite = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
    let name = path.lowercased()
    let isJSON =
      [".jsonl", ".ndjson", ".json"].contains { name.hasSuffix($0) }
      || (!name.hasSuffix(".csv") && bytes.first { !isWhite($0) } == UInt8(ascii: "{"))
    guard isJSON else { return try firstRow(of: bytes, isWhole: isWhole, path) }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { !$0.allSatisfy(isWhite) }) else { throw empty(path) }
    guard isWhole || index < lines.count - 1 else { throw tooLong(path) }
    do throws(MalformedValue) {
      return try AgentRecord(json: lines[index])
    } catch {
      throw CommandFailure(.data, "\(path), line \(index + 1): this is no record: \(error).")
    }
  }

  private static func firstRow(
    of bytes: [UInt8], isWhole: Bool, _ path: String
  ) throws(CommandFailure) -> AgentRecord {
    guard let end = endOfRow(2, in: bytes, isWhole: isWhole) else {
      throw isWhole ? empty(path) : tooLong(path)
    }
    guard let text = String(validating: bytes[..<end], as: UTF8.self) else {
      throw CommandFailure(.data, "\(path) is not UTF-8; save it as UTF-8.")
    }
    let table: EnumeratedCSV
    do {
      table = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw CommandFailure(.data, "\(path) is no CSV: \(error).")
    }
    guard let cells = table.rows.first else { throw empty(path) }
    let names = table.header
    guard names.count == cells.count else {
      throw CommandFailure(
        .data, "\(path): the first row names \(names.count) columns, and the second has \(cells.count) cells."
      )
    }
    guard Set(names).count == names.count else {
      throw CommandFailure(.data, "\(path): the first row names a column twice; rename one.")
    }
    guard names.count <= AgentLimits.fields else {
      throw CommandFailure(
        .data, "\(path) has \(names.count) columns, and a record has at most \(AgentLimits.fields) fields.")
    }
    return AgentRecord(zip(names, cells).map { AgentValue.Member($0, .string($1)) })
  }

  /// Where the row of this number ends, line ends in quotes left out; nil when it is not there or not whole.
  private static func endOfRow(_ number: Int, in bytes: [UInt8], isWhole: Bool) -> Int? {
    var (isQuoted, rows, hasContent) = (false, 0, false)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == UInt8(ascii: "\n"), !isQuoted else {
        hasContent = hasContent || byte != UInt8(ascii: "\r")
        continue
      }
      if hasContent { rows += 1 }
      hasContent = false
      if rows == number { return index }
    }
    return isWhole && hasContent && rows == number - 1 ? bytes.count : nil
  }

  private static func empty(_ path: String) -> CommandFailure {
    CommandFailure(.data, "There is no record in \(path).")
  }

  private static func tooLong(_ path: String) -> CommandFailure {
    CommandFailure(.data, "The first record of \(path) is longer than \(limit >> 20) MiB.")
  }
}
