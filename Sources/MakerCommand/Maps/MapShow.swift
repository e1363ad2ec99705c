import Maker
import MakerAgents
import MakerJournal
import MakerRecords

/// What `show` prints of the records of a map.
struct MapShow {
  private let file: RunFile
  private let records: MapRecords
  private let isJSON: Bool

  /// The records that are listed where nobody says how many.
  static let usual = 20

  /// What is shown of a map.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - records: Its records.
  ///   - isJSON: Whether it is for a program.
  init(_ file: RunFile, _ records: MapRecords, isJSON: Bool) {
    (self.file, self.records, self.isJSON) = (file, records, isJSON)
  }

  /// The steps of a record, or the one of an agent.
  ///
  /// - Throws: A failure for a record or an agent that there is none of.
  func steps(of record: Int, agent: String?) throws(CommandFailure) -> [Int] {
    guard 1...max(1, records.count) ~= record else {
      throw CommandFailure(
        .usage, "There is no record \(record); they are counted from 1 to \(records.count).")
    }
    let steps = records.steps(of: record)
    guard let agent else { return Array(steps) }
    guard let step = steps.first(where: { records.agent(of: $0) == agent }) else {
      throw CommandFailure(
        .usage, "There is no agent \(agent); the agents are \(records.agents.joined(separator: ", ")).")
    }
    return [step]
  }

  /// Prints steps of one record.
  func show(_ steps: [Int], _ print: (String) throws -> Void) throws {
    guard let first = steps.first else { return }
    var task: RecordTask?
    do throws(CommandFailure) { task = try records.open() } catch {
      StandardError.line("maker: the record itself is not shown: \(error.message ?? "")")
    }
    let truth = task.map { RecordTruth(records.files.labels, of: $0) }
    let progress = try file.progress()
    let became = try task.flatMap { try row(of: records.record(of: first), $0) }
    var tail: String?
    for step in steps {
      let samples = try file.samples(of: step)
      let state = try records.state(at: step)
      let view: StepView<RecordAnswer>
      if let decision = try file.decision(at: step) {
        view = try StepView(decision, samples: samples)
      } else if let task, let state, !samples.isEmpty {
        view = StepView(undecided: step, samples: samples) { reply throws(Flagged) in
          try task.answer(in: reply, at: state)
        }
      } else if step == first {
        let decided = progress.step / records.length
        throw CommandFailure(
          .usage,
          "Record \(records.record(of: step)) is not decided; \(decided == 0 ? "none is" : "1 to \(decided) are")."
        )
      } else {
        break
      }
      let prompt = state.flatMap { task?.prompt(for: $0) }.flatMap { $0.content.isEmpty ? nil : $0 }
      let shown = RecordView(
        records: records, view: view, row: try task?.source.row(at: records.record(of: step) - 1),
        prompt: prompt, expected: try truth.flatMap { try expected(at: step, $0) },
        foreign: try truth.map { try foreign(at: step, $0) } ?? [], became: became)
      if isJSON {
        try print(JSONLine.of(shown))
      } else {
        if step == first { try print(shown.head) }
        try print(shown.text)
        tail = became == nil ? nil : shown.tail
      }
    }
    if let tail { try print(tail) }
  }

  private func row(of record: Int, _ task: RecordTask) throws -> (text: String, rejection: String?)? {
    guard let decisions = try records.decisions(of: record) else { return nil }
    let files = records.files
    let prices = RecordedSpending.prices(file.description)
    let review = try RecordReview(
      of: task, output: files.output, rejects: files.rejects,
      options: files.options)
    return try review.row(
      of: record - 1,
      decisions.map { decision in
        let cost =
          files.showsCost ? prices.costUSD(of: Ledger(of: try file.samples(of: decision.step))) : nil
        return RecordDecision(decision, costUSD: cost)
      })
  }

  /// What is right of a step's answer, where fields of the records tell.
  private func expected(at step: Int, _ truth: RecordTruth) throws -> RecordTruth.Known? {
    try truth.known(of: step % records.length, at: records.record(of: step) - 1)
  }

  /// The labels of a step's record that are no answers of its agent.
  private func foreign(at step: Int, _ truth: RecordTruth) throws -> [RecordTruth.Foreign] {
    try truth.foreign(to: step % records.length, at: records.record(of: step) - 1)
  }

  /// Prints the most contested records, the one with the smallest lead first; as many as usual where `most` is nil.
  func showContested(_ most: Int?, _ print: (String) throws -> Void) throws {
    var contests = MostContested(most ?? Self.usual)
    try file.forEachDecision(contestedOnly: true) { contests.enter($0) }
    var lines: [RecordLine] = []
    for contest in contests.inOrder {
      guard let decision = try file.decision(at: contest.step) else { continue }
      lines.append(try RecordLine(decision, of: records))
    }
    try list(lines, of: contests.count, isOfWrong: false, print)
  }

  /// Prints the records that were decided otherwise than their right answer.
  func showWrong(_ most: Int?, _ print: (String) throws -> Void) throws {
    guard !records.files.labels.isEmpty else {
      throw CommandFailure(
        .usage,
        "Nobody knows what is right: the map was started without --label-column or --label, which name fields of right answers."
      )
    }
    let truth = RecordTruth(records.files.labels, of: try records.open())
    var lines: [RecordLine] = []
    var count = 0
    try file.forEachDecision { decision in
      guard let expected = try expected(at: decision.step, truth),
        let answer = try RecordAnswer(record: decision.answer).answer, !expected.holds(for: answer)
      else { return }
      count += 1
      guard count <= most ?? Self.usual else { return }
      lines.append(try RecordLine(decision, of: records, expected: expected))
    }
    try list(lines, of: count, isOfWrong: true, print)
  }

  private func list(
    _ lines: [RecordLine], of count: Int, isOfWrong: Bool, _ print: (String) throws -> Void
  ) throws {
    guard !isJSON else { return try lines.forEach { try print(JSONLine.of($0)) } }
    guard let first = lines.first else {
      return try print(
        isOfWrong
          ? "No record with a right answer was decided otherwise."
          : "Nothing but the decided answer was said of any record that is decided.")
    }
    try RecordLine.table(lines, of: records, isOfWrong: isOfWrong).forEach(print)
    if count > lines.count { try print("and \(Figures.count(count - lines.count)) more: --most \(count)") }
    try print("One of them whole: maker show \(ShownPath.of(file.path)) --record \(first.record)")
  }
}
