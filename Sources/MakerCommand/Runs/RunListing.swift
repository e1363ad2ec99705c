import Maker
import MakerJournal

/// A run in the list of `maker runs`.
struct RunListing: Encodable {
  private let report: RunReport
  private let task: String
  private let input: String?
  private let model: String
  private let reason: String?

  /// Reads a run file.
  ///
  /// - Throws: A failure when it cannot be read.
  init(_ path: String) throws(CommandFailure) {
    let file = try opened(path)
    report = try RunReport(path: path)
    model = file.description.model
    (task, input) = Self.words(file.description)
    do throws(JournalError) {
      reason = try Self.reason(report, file)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What is done, and with what.
  private static func words(_ description: RunDescription) -> (task: String, input: String?) {
    switch TaskSettings(description) {
    case .hanoi(let disks, _)?: ("hanoi", "\(disks) disks")
    case .program(let file)?: (ShownPath.of(file), nil)
    case .records(let files)?: (ShownPath.of(files.agents), ShownPath.of(files.input))
    case .solve(let settings)?: ("solve", settings.problems.title)
    case .durable(let name)?: (name.isEmpty ? "durable code" : name, nil)
    case nil: (description.task, nil)
    }
  }

  /// Why a run that is not done does not go on; nil for one that is done or under way.
  private static func reason(_ report: RunReport, _ file: RunFile) throws(JournalError) -> String? {
    switch report.status {
    case .done: return nil
    case .failed: return "a wrong answer, or lost without voting"
    case .stopped where report.holder != nil: return nil
    case .stopped:
      guard let last = report.lastSession else { return "not begun" }
      if last.outcome == .running || last.outcome == .died { return "its process died" }
      let caps = RecordedSpending.caps(file.description)
      if let most = caps.maximumSteps, report.tally.decided >= most { return "cap on steps" }
      if let most = caps.maximumSamples, report.samples >= most { return "cap on samples" }
      if let most = caps.maximumCostUSD, let cost = report.costUSD, cost >= most { return "cap on cost" }
      let usage = report.ledger.total.usage
      if let most = caps.maximumTokens, usage.inputTokens + usage.outputTokens >= most {
        return "cap on tokens"
      }
      if let most = caps.maximumSeconds, report.wallSeconds >= most { return "cap on time" }
      if report.hasOpenEnd { return nil }
      let at = report.place(report.tally.decided)
      return try file.openSamples().isEmpty ? "before \(at)" : "at \(at), which is not decided"
    }
  }

  /// What stands above the columns of ``cells``.
  static let head = ["run", "task", "input", "model", "decided", "status"]

  /// The run as a row of a table.
  var cells: [String] {
    let share = report.share.map { " (\(Figures.percent($0, 1)))" } ?? ""
    return [
      report.run, task, input ?? "", model,
      "\(Figures.count(report.tally.decided)) \(report.unit)\(report.tally.decided == 1 ? "" : "s")\(share)",
      report.state + (reason.map { ": \($0)" } ?? ""),
    ].map { PlainText.of($0) }
  }

  private enum CodingKeys: String, CodingKey { case task, input, model, reason }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(task, forKey: .task)
    try keys.encodeIfPresent(input, forKey: .input)
    try keys.encode(model, forKey: .model)
    try keys.encodeIfPresent(reason, forKey: .reason)
  }
}
