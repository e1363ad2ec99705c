import Maker
import MakerJournal
import MakerReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a report is made from: runs and calibrations, in the order they were named.
struct ReportInput {
  /// The most runs that can be told apart in one figure.
  static let limit = 8
  /// The most models: their lines are told apart by dots as well.
  static let modelLimit = 16

  private(set) var runs: [RunSurvey] = []
  private(set) var models: [ModelOutlook] = []
  /// The steps of the largest task that a file of models names.
  private(set) var steps: Double?
  /// The highest chance of no error that a run here was planned for; nil when none was planned.
  var target: Double? { runs.compactMap(\.forecast?.target).filter { $0 > 0 && $0 < 1 }.max() }
  /// The paths of everything.
  private(set) var paths: [String] = []

  /// Reads everything that was named.
  ///
  /// - Parameter references: Runs as a person names them, and paths of calibration files and of tables of models.
  /// - Throws: A failure that names the file that cannot be used.
  init(_ references: [String]) throws(CommandFailure) {
    var files: [(path: String, file: RunFile)] = []
    var found = NamedModels()
    for reference in references {
      if reference != "latest", Self.isJSON(reference) {
        let calibration = try CalibrationFile.read(reference)
        for model in calibration.models { found.enter(.init(model), of: reference) }
        steps = max(steps ?? 0, Double(calibration.steps))
        paths.append(reference)
      } else if reference.hasSuffix(".csv"), RunFolder.exists(reference) {
        let source = try PlanSource.read(reference)
        for model in source.models { found.enter(.init(model.figures), of: reference) }
        if let own = source.steps { steps = max(steps ?? 0, own) }
        paths.append(reference)
      } else {
        let path = try RunFolder.path(of: reference)
        do throws(JournalError) { files.append((path, try RunFile(at: path))) } catch {
          throw CommandFailure(error)
        }
        paths.append(path)
      }
    }
    models = found.models
    guard files.count <= Self.limit, models.count <= Self.modelLimit else {
      throw CommandFailure(
        .usage,
        "A report lays at most \(Self.limit) runs and \(Self.modelLimit) models side by side; name fewer.")
    }
    let names = Self.names(files.map(\.path))
    for ((path, file), name) in zip(files, names) {
      let reading = try Self.reading(of: file, path)
      do throws(JournalError) {
        runs.append(
          try RunSurvey(
            file, path: path, name: name, reading: reading, prices: RecordedSpending.prices(file.description))
        )
      } catch {
        throw CommandFailure(error)
      }
    }
  }

  /// Whether a file is there that begins as a JSON object does, and as no run file does.
  private static func isJSON(_ path: String) -> Bool {
    let blanks: [UInt8] = [0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF]
    return FileBeginning.of(path, 64)?.first { !blanks.contains($0) } == UInt8(ascii: "{")
  }

  /// Short names; where two are the same, the paths.
  private static func names(_ paths: [String]) -> [String] {
    let short = paths.map { path in
      let name = URL(fileURLWithPath: path).lastPathComponent
      return name.hasSuffix(RunFolder.suffix) ? String(name.dropLast(RunFolder.suffix.count)) : name
    }
    return Set(short).count == short.count ? short : paths
  }

  /// What a report has to know of a run's task. A program is not started for it.
  private static func reading(of file: RunFile, _ path: String) throws(CommandFailure) -> TaskReading {
    let task = try TaskSettings.recorded(file.description, path: path)
    if case .hanoi(let disks, let parser) = task { return try TaskSettings.hanoi(disks, parser).reading() }
    if case .solve(let settings) = task {
      let json = { @Sendable (record: [UInt8]) in (try? KeyedAnswer(record: record))?.answerJSON }
      return TaskReading(json: json, solving: try SolvingReading(file, settings))
    }
    var reading = reading(of: task.kind)
    if let records = try MapRecords(file) { reading.records = try RecordReading(file, records) }
    return reading
  }

  private static func reading<Task: ToolTask>(of kind: Task.Type) -> TaskReading {
    TaskReading(json: { (try? Task.Answer(record: $0))?.json })
  }
}
