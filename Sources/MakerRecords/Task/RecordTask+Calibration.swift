public import Maker
import MakerAgents

/// Records that a model is measured at, and how many were passed over on the way.
public struct RecordCases: Sendable {
  /// The records, in random order.
  public fileprivate(set) var cases: [CalibrationCase<RecordAnswer>] = []
  /// The records that nobody can be asked about: they cannot be read, or lack a field of the prompt.
  public fileprivate(set) var unaskable = 0
  /// The records whose field of right answers has none that the agent could give.
  public fileprivate(set) var unlabelled = 0
}

extension RecordTask {
  /// The most records that are looked at for each that is wanted, where that is more than `leastLooks`.
  private static let looksPerCase = 20
  private static let leastLooks = 100_000

  /// Random records to measure a model at, each asked of the first agent.
  ///
  /// A record that would be rejected without anybody being asked is passed over, and so is one without a right answer where
  /// a field has them: p is then of the records that have one. A later agent is asked about what those before it decided,
  /// which nobody knows here; of several agents each is measured by a task of its own.
  ///
  /// - Parameters:
  ///   - count: How many; fewer when there are no more among 20 times as many, or among 100,000 if that is more.
  ///   - seed: Fixes which.
  ///   - labels: The fields of the records that have right answers, of all the answer or of each voted field; none for no
  ///     right answers.
  /// - Returns: Distinct records in random order.
  /// - Throws: ``RecordFailure`` when the file cannot be read, or is not what it was.
  public func calibrationCases(
    _ count: Int, seed: UInt64, labels: [RecordLabel] = []
  ) throws(RecordFailure) -> RecordCases {
    var found = RecordCases()
    var order = RandomOrder(of: source.count, seed: seed)
    var looks = max(Self.leastLooks, min(count, .max / Self.looksPerCase) * Self.looksPerCase)
    while found.cases.count < count, looks > 0 {
      var drawn: [Int] = []
      while drawn.count < min(count - found.cases.count, looks), let index = order.next() {
        drawn.append(index)
      }
      guard !drawn.isEmpty else { break }
      looks -= drawn.count
      // Read in the order of the file, whose chunks hold many records.
      var cases: [Int: CalibrationCase<RecordAnswer>] = [:]
      for index in drawn.sorted() { cases[index] = try oneCase(index, labels, &found) }
      found.cases += drawn.compactMap { cases[$0] }
    }
    return found
  }

  /// A record as a case; nil for one that is passed over, which is counted.
  private func oneCase(
    _ index: Int, _ labels: [RecordLabel], _ found: inout RecordCases
  ) throws(RecordFailure) -> CalibrationCase<RecordAnswer>? {
    let state = RecordState(index: index)
    let prompt: Prompt
    var right: RecordAnswer?
    switch question(at: state) {
    case .none:
      throw source.failure ?? .changed(source.path)
    case .rejected:
      found.unaskable += 1
      return nil
    case .asked(let record, let asked):
      prompt = asked
      if !labels.isEmpty {
        guard let known = steps.agents[0].answer(by: labels, in: record) else {
          found.unlabelled += 1
          return nil
        }
        right = .voted(known)
      }
    }
    return CalibrationCase(
      name: "record \(index + 1)", number: index, prompt: prompt, right: right,
      answer: { reply throws(Flagged) in try answer(in: reply, at: state) })
  }
}

extension Agent {
  /// The right answer of a record by its labels; nil when it has none, or one that the agent could not give.
  fileprivate func answer(by labels: [RecordLabel], in record: AgentRecord) -> AgentAnswer? {
    let there = { (column: String) in
      record.value[column].flatMap { $0 == .null || $0 == .string("") ? nil : $0 }
    }
    if let whole = labels.first(where: { $0.field == nil }) {
      return there(whole.column).flatMap { try? answer(known: $0) }
    }
    var values: [String: AgentValue] = [:]
    for label in labels { values[label.field ?? ""] = there(label.column) }
    return (try? answer(knownFields: values)) ?? nil
  }
}
