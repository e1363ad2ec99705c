import Maker
import MakerAgents

/// What a look at every record of a file finds before anybody is asked: what cannot be read, what is empty, what is there twice.
public struct RecordSurvey: Sendable {
  /// A record with something to be said of it.
  public struct Finding: Sendable, Hashable {
    /// The record, from 1.
    public let record: Int
    /// The line it begins on, from 1.
    public let line: Int
    /// What there is to say, without its place and without a full stop.
    public let reason: String
  }

  /// A field that the prompts name outside of sections.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The records that do not have it.
    public internal(set) var missing = 0
    /// The records that have nothing in it: null, or white space.
    public internal(set) var empty = 0
  }

  /// A field of right answers.
  public struct Label: Sendable, Hashable {
    /// What it is right for.
    public let label: RecordLabel
    /// The records that have an answer of the agent there.
    public internal(set) var answers = 0
    /// The records that have nothing there.
    public internal(set) var empty = 0
    /// The records that have something else there.
    public internal(set) var foreign = 0
    /// The first of those, with what they have.
    public internal(set) var examples: [Finding] = []
  }

  /// A record whose prompt is that of an earlier one.
  public struct Repetition: Sendable, Hashable {
    /// The record, from 1.
    public let record: Int
    /// The first record of the same prompt, from 1.
    public let first: Int
  }

  /// The most findings that are kept of a kind.
  public static let shownFindings = 5
  /// The most records whose prompts are compared; each takes some 20 bytes of memory.
  public static let comparedRecords = 1_000_000

  /// The records that were looked at: all, unless somebody stopped it.
  public private(set) var records = 0
  /// The records that cannot be read.
  public private(set) var unreadable = 0
  /// The first of those.
  public private(set) var unreadableFindings: [Finding] = []
  /// The records that can be read and still have no prompt, as for lack of a field.
  public private(set) var unaskable = 0
  /// The first of those.
  public private(set) var unaskableFindings: [Finding] = []
  /// The fields that the prompts name.
  public private(set) var fields: [Field]
  /// The records whose prompt is, to the byte, that of an earlier one, among the first ``comparedRecords``.
  public private(set) var repeated = 0
  /// The first of those.
  public private(set) var firstRepetition: Repetition?
  /// The fields of right answers.
  public private(set) var labels: [Label]

  private let readers: [LabelReader]
  private var digests: [UInt64: Int32] = [:]

  /// Looks at the records of a task, in flat memory but for the digests of prompts.
  ///
  /// - Parameters:
  ///   - task: The records and their agents. Prompts are those of the first agent.
  ///   - labels: The fields with right answers.
  ///   - isStopped: Asked now and then whether to leave it at what was looked at so far.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public init(
    of task: RecordTask, labels: [RecordLabel] = [], isStopped: () -> Bool = { false }
  ) throws(RecordFailure) {
    readers = LabelCounts(labels, of: task.steps).agents.flatMap(\.readers)
    self.labels = readers.map { Label(label: $0.label) }
    let names = task.steps.agents.map(\.name)
    var seen: [String] = []
    for name in task.steps.agents.flatMap(\.template.fieldNames)
    where name != "." && !seen.contains(name)
      && !names.contains(where: { name == $0 || name.hasPrefix("\($0).") })
    {
      seen.append(name)
    }
    fields = seen.map { Field(name: $0) }
    for index in 0..<task.source.count {
      if index.isMultiple(of: 1_024), isStopped() { break }
      try look(at: index, of: task)
    }
    digests = [:]
  }

  private mutating func look(at index: Int, of task: RecordTask) throws(RecordFailure) {
    let row = try task.source.row(at: index)
    records += 1
    switch row.record {
    case .failure(let bad):
      unreadable += 1
      Self.keep(Finding(record: index + 1, line: row.line, reason: bad.reason), in: &unreadableFindings)
    case .success(let record):
      look(at: record)
      for (place, reader) in readers.enumerated() { look(at: record, row, reader, place) }
      switch task.question(at: RecordState(index: index)) {
      case .asked(_, let prompt): compare(prompt, of: index)
      case .rejected(let reason, _):
        unaskable += 1
        Self.keep(Finding(record: index + 1, line: row.line, reason: reason), in: &unaskableFindings)
      case .none: throw task.source.failure ?? .changed(task.source.path)
      }
    }
  }

  private mutating func look(at record: AgentRecord) {
    for place in fields.indices {
      switch AgentTemplate.value(of: fields[place].name, in: record) {
      case nil: fields[place].missing += 1
      case .null: fields[place].empty += 1
      case .string(let text) where text.allSatisfy(\.isWhitespace): fields[place].empty += 1
      default: break
      }
    }
  }

  private mutating func look(at record: AgentRecord, _ row: RecordRow, _ reader: LabelReader, _ place: Int) {
    switch reader.truth(in: record) {
    case .answer, .field: labels[place].answers += 1
    case .none: labels[place].empty += 1
    case .foreign(let value):
      labels[place].foreign += 1
      let shown = String(value.promptText.prefix(LabelCounts.shownCharacters))
      Self.keep(
        Finding(record: row.index + 1, line: row.line, reason: shown), in: &labels[place].examples)
    }
  }

  /// Prompts are compared by 64 bits: among a million, two that differ are taken for one with chance 3 in 10^8.
  private mutating func compare(_ prompt: Prompt, of index: Int) {
    guard index < Self.comparedRecords else { return }
    var hash = FNV1a()
    hash.combine(Array(prompt.content.utf8)[...])
    let digest = UInt64(hash.digits, radix: 16) ?? 0
    if let first = digests[digest] {
      repeated += 1
      firstRepetition = firstRepetition ?? Repetition(record: index + 1, first: Int(first) + 1)
    } else {
      digests[digest] = Int32(index)
    }
  }

  private static func keep(_ finding: Finding, in findings: inout [Finding]) {
    if findings.count < shownFindings { findings.append(finding) }
  }
}
