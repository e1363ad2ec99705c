import Maker
import MakerAgents

/// What became of records, read from what is recorded of them. Nothing is written.
///
/// ```swift
/// var review = try RecordReview(of: task, output: "out.jsonl", rejects: "rejects.jsonl", comparesFiles: true)
/// try file.forEachDecision { try review.append(RecordDecision(...)) }
/// print(review.counts, review.reasons, review.finish())
/// ```
public struct RecordReview {
  /// The most kinds of reasons that are told apart.
  public static let maximumReasons = 50
  /// What those are counted under that there was no room for.
  public static let otherReasons = "other reasons"

  private var rows: RecordRows
  private var files: (output: ComparedFile, rejects: ComparedFile)?
  private var kinds: [String: Int] = [:]

  /// Nothing read yet.
  ///
  /// - Parameters:
  ///   - task: The task of the run.
  ///   - output: Where its rows went.
  ///   - rejects: Where its rejects went.
  ///   - options: What its rows have besides the record and its answers.
  ///   - labels: The column of right answers to compare with; nil for none.
  ///   - comparesFiles: Whether to compare the two files with what they have to be.
  /// - Throws: ``RecordFailure`` when there can be no such files.
  public init(
    of task: RecordTask, output: String, rejects: String, options: RecordOutput.Options = .init(),
    labels: LabelCounts? = nil, comparesFiles: Bool = false
  ) throws(RecordFailure) {
    rows = try RecordRows(of: task, output: output, rejects: rejects, options: options, labels: labels)
    guard comparesFiles else { return }
    files = (
      ComparedFile(output, head: rows.heads.output), ComparedFile(rejects, head: rows.heads.rejects)
    )
  }

  /// How many records became what.
  public var counts: RecordOutput.Counts { rows.counts }
  /// What the comparison with right answers came to; nil when there is none.
  public var labels: LabelCounts? { rows.labels }

  /// Why records were rejected, without how their votes stood, and how many: the most frequent first.
  public var reasons: [(reason: String, count: Int)] {
    kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (reason: $0.key, count: $0.value) }
  }

  /// Takes the next decision.
  ///
  /// - Parameter decision: The decision of the step after the one before, from step 0 on.
  /// - Throws: ``RecordFailure`` when its record cannot be read.
  public mutating func append(_ decision: RecordDecision) throws(RecordFailure) {
    guard let row = try rows.take(decision) else { return }
    guard let rejection = row.rejection else {
      files?.output.take(row.bytes)
      return
    }
    files?.rejects.take(row.bytes)
    let kind = RejectReason.kind(of: rejection)
    let isKnown = kinds[kind] != nil || kinds.count < Self.maximumReasons
    kinds[isKnown ? kind : Self.otherReasons, default: 0] += 1
  }

  /// Compares what is left of the files.
  ///
  /// - Returns: What was found of the output and of the rejects; nothing where they are not compared.
  public mutating func finish() -> [FileComparison] {
    guard let output = files?.output.finish(), let rejects = files?.rejects.finish() else { return [] }
    return [output, rejects]
  }

  /// The row that a record became.
  ///
  /// - Parameters:
  ///   - index: Which record, from 0.
  ///   - decisions: What is recorded of its agents, all of them.
  /// - Returns: The text of its row without the line end, and why it is one of the rejects; nil for one of the output.
  /// - Throws: ``RecordFailure`` when the record cannot be read.
  public func row(
    of index: Int, _ decisions: [RecordDecision]
  ) throws(RecordFailure) -> (text: String, rejection: String?) {
    let (row, _, _) = try rows.row(at: index, decisions)
    return (String(decoding: row.bytes.dropLast(), as: UTF8.self), row.rejection)
  }
}
