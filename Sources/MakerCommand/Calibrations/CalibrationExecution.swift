import Maker
import MakerProviders
import MakerTasks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One session of a calibration: opens the samples log, measures each model, writes the calibration file.
///
/// Nothing is printed on standard output. A command that needs figures before it goes on calls ``calibrate()``.
struct CalibrationExecution: Sendable {
  /// What a session came to.
  struct Result: Sendable {
    /// What was measured.
    var calibration: Calibration
    /// Why it stopped; nil when it has what it wanted.
    var stop: CalibrationStop?
    /// The calibration file.
    var path: String
    /// What all samples cost, by model, those of earlier sessions included.
    var ledger: Ledger
    /// What their tokens cost.
    var prices: PriceList
  }

  private let settings: CalibrationSettings
  private let session: CalibrationSession
  /// The calibration file.
  let path: String

  /// Prepares a calibration. Nothing is opened yet.
  ///
  /// - Parameters:
  ///   - settings: What is measured.
  ///   - path: The calibration file; nil for a new one in `calibrations/`. One that is there, with its samples log, is
  ///     gone on with.
  ///   - session: What is chosen for this session.
  /// - Throws: A failure for a file that is there and is no calibration that could be gone on with.
  init(
    settings: CalibrationSettings, path: String? = nil, session: CalibrationSession
  ) throws(CommandFailure) {
    self.settings = settings
    self.session = session
    self.path = path ?? CalibrationFile.newPath(label: "hanoi-\(settings.disks)")
    guard !RunFolder.exists(self.path) || RunFolder.exists(CalibrationFile.samplesPath(of: self.path)) else {
      throw CommandFailure(
        .usage,
        "\(self.path) is there already, without the samples log that a calibration is gone on with from; choose "
          + "another --out.")
    }
  }

  /// Measures every model, and writes the calibration file.
  ///
  /// - Returns: The figures.
  /// - Throws: A failure when it stopped before it had what it wanted; it can be gone on with.
  func calibrate() async throws -> Calibration {
    let result = try await run()
    if let failure = failure(of: result) { throw failure }
    return result.calibration
  }

  /// Measures as much as may be measured, and writes the calibration file. SIGINT and SIGTERM end it early.
  ///
  /// - Returns: What it came to.
  /// - Throws: A failure for what cannot be opened, asked or written.
  func run() async throws -> Result {
    try await Interrupts.cancelling(announcing: "stopping; every sample is being recorded") {
      try await measure()
    }
  }

  /// The failure of the command that follows from how a session ended; nil when it is done.
  func failure(of result: Result) -> CommandFailure? {
    guard let stop = result.stop else { return nil }
    // Without a sample there is nothing to go on from, and what was wrong is to be mended first.
    if result.ledger.total.samples == 0 {
      switch stop {
      case .cancelled: return CommandFailure(.interrupted, "\(stop)")
      case .model: return CommandFailure(.resumable, "\(stop)")
      case .cap, .log: break
      }
    }
    let again =
      "Every sample is in \(CalibrationFile.samplesPath(of: path)); go on with the same command and --out \(path)"
    switch stop {
    case .cancelled: return CommandFailure(.interrupted, "\(stop) \(again).")
    case .cap(let cap): return CommandFailure(.resumable, "\(stop) \(again) and \(RunEnding.remedy(cap)).")
    case .model: return CommandFailure(.resumable, "\(stop) \(again).")
    case .log(let error): return CommandFailure(error)
    }
  }

  private func measure() async throws(CommandFailure) -> Result {
    let cases = try settings.drawnCases()
    // The models before the files: a model that cannot be asked leaves nothing behind.
    let endpoints = Endpoints()
    let models = try await settings.selection.languageModels(keys: session.keys, endpoints: endpoints)
    let batched =
      session.batches == nil
      ? nil : try await settings.selection.batchModels(keys: session.keys, endpoints: endpoints)
    try makeFolder()
    let log = try SamplesLog(
      at: CalibrationFile.samplesPath(of: path), settings: try settings.facts())
    var parts = try CalibrationParts(
      cases, settings: settings, caps: session.caps, identities: models.map(\.identity), log: log)
    try refuseOpenBatches(in: log)
    if !session.isQuiet {
      StandardError.line("maker: \(summary(cases.count)), kept in \(log.path)")
      if let earlier = earlier(parts.ledger) { StandardError.line("maker: \(earlier) in \(log.path)") }
    }
    var stop: CalibrationStop?
    for (place, model) in settings.selection.models.enumerated() where stop == nil {
      let part = parts.all[place]
      _ = try log.begin(model.name, settings: settings.facts(of: model, identity: models[place].identity))
      let outcome = await outcome(of: part, models[place], batched?[place])
      parts.all[place].outcome = outcome
      stop = outcome.stop
    }
    await endpoints.shutdown()
    try log.flush()
    var result = Result(
      calibration: try settings.empty(created: Date().timeIntervalSince1970), stop: stop, path: path,
      ledger: parts.ledger, prices: settings.prices(of: parts.ledger))
    result.calibration.models = await parts.figures(
      because: stop, before: try? CalibrationFile.read(path))
    if !result.calibration.models.isEmpty {
      result.calibration.created = Date().timeIntervalSince1970
      try CalibrationFile.write(result.calibration, to: path)
    }
    return result
  }

  /// Batches that are out are fetched before anything else is asked of their model.
  private func refuseOpenBatches(in log: SamplesLog) throws(CommandFailure) {
    let names = settings.selection.models.map(\.name)
    guard session.batches == nil, let name = names.first(where: log.hasOpenBatches) else { return }
    throw CommandFailure(
      .usage, "Batches of \(name) are with its provider; go on with --batch, which fetches them first.")
  }

  private func outcome(
    of part: CalibrationParts.Part, _ model: any LanguageModel, _ batched: (any BatchLanguageModel)?
  ) async -> CalibrationOutcome {
    let (name, calibrator) = (part.name, part.calibrator)
    let batches = calibrator.batchProgress
    let isBatched = batched != nil
    let display =
      session.isQuiet
      ? nil
      : CalibrationDisplay(of: calibrator.progress, model: name, prices: calibrator.prices) {
        isBatched ? batches.snapshot.description : nil
      }
    defer { display?.stop() }
    if let batched, let options = session.batches {
      return await calibrator.calibrate(inBatches: batched, as: name, after: part.record, batches: options)
    }
    return await calibrator.calibrate(model, as: name, after: part.record)
  }

  /// What earlier sessions left behind, in words; nil when they left nothing.
  private func earlier(_ ledger: Ledger) -> String? {
    let samples = ledger.total.samples
    guard samples > 0 else { return nil }
    let cost = settings.prices(of: ledger).costUSD(of: ledger).flatMap { $0 > 0 ? $0 : nil }
    return "going on: \(Figures.count(samples)) \(samples == 1 ? "sample" : "samples")"
      + (cost.map { " (\(Figures.dollars($0)))" } ?? "") + (samples == 1 ? " is" : " are")
  }

  private func summary(_ cases: Int) -> String {
    let what = settings.cases == nil ? "random steps" : "cases"
    let sizes = settings.allSizes.map { "\($0)" }.joined(separator: ", ")
    return "calibrating \(settings.selection.models.map(\.name).joined(separator: ", ")) on "
      + "\(Figures.count(cases)) \(what) of hanoi, \(sizes) disks, \(settings.votes) votes each, seed \(settings.seed)"
  }

  private func makeFolder() throws(CommandFailure) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: String(path[..<slash]), withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.usage, "The folder \(path[..<slash]) cannot be made; choose another --out.")
    }
  }
}
