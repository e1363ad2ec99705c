import Maker
import MakerProviders

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a session of a calibration came to.
struct CalibrationResult: Sendable {
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
  /// How many steps were drawn and passed over.
  var skipped: Int
}

/// One session of a calibration: opens the samples log, measures each model, writes the calibration file.
struct CalibrationExecution<Answer: Hashable & Sendable>: Sendable {
  private let subject: CalibrationSubject<Answer>
  private let settings: CalibrationSettings
  private let session: CalibrationSession
  /// The calibration file.
  let path: String

  /// Prepares a calibration. Nothing is opened yet.
  ///
  /// - Parameters:
  ///   - subject: What models are measured at.
  ///   - settings: How they are.
  ///   - path: The calibration file; nil for a new one in `calibrations/`. One that is there, with its samples log, is
  ///     gone on with.
  ///   - session: What is chosen for this session.
  /// - Throws: A failure for a file that is there and is no calibration that could be gone on with.
  init(
    _ subject: CalibrationSubject<Answer>, settings: CalibrationSettings, path: String? = nil,
    session: CalibrationSession
  ) throws(CommandFailure) {
    self.subject = subject
    self.settings = settings
    self.session = session
    self.path = path ?? CalibrationFile.newPath(label: subject.label)
    guard !RunFolder.exists(self.path) || RunFolder.exists(CalibrationFile.samplesPath(of: self.path)) else {
      throw CommandFailure(
        .usage,
        "\(self.path) is there already, without the samples log that a calibration is gone on with from; choose "
          + "another --out.")
    }
  }

  /// Measures, prints the report as the last thing on standard output, and fails with the exit code that follows.
  func conclude(json: Bool) async throws {
    let result = try await run()
    let failure = failure(of: result)
    if let message = failure?.message { StandardError.line("maker: \(message)") }
    let report = CalibrationReport(result)
    do throws(CommandFailure) {
      try StandardOutput.print(json ? JSONLine.of(report) : report.text)
    } catch {
      throw CommandFailure(
        failure?.code ?? error.code, "\(error.message ?? "") The calibration is in \(result.path).")
    }
    if let failure { throw CommandFailure(failure.code, nil) }
  }

  /// Measures as much as may be measured, and writes the calibration file. SIGINT and SIGTERM end it early.
  ///
  /// - Returns: What it came to.
  /// - Throws: A failure for what cannot be opened, asked or written.
  func run() async throws -> CalibrationResult {
    try await Interrupts.cancelling(announcing: "stopping; every sample is being recorded") {
      try await measure()
    }
  }

  /// The failure of the command that follows from how a session ended; nil when it is done.
  func failure(of result: CalibrationResult) -> CommandFailure? {
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

  private func measure() async throws(CommandFailure) -> CalibrationResult {
    // The models before the files: a model that cannot be asked leaves nothing behind.
    let endpoints = Endpoints()
    let models = try await settings.selection.languageModels(keys: session.keys, endpoints: endpoints)
    let batched =
      session.batches == nil
      ? nil : try await settings.selection.batchModels(keys: session.keys, endpoints: endpoints)
    try makeFolder()
    let log = try SamplesLog(
      at: CalibrationFile.samplesPath(of: path), settings: settings.facts(of: subject))
    var parts = try CalibrationParts(
      subject, settings: settings, caps: session.caps, identities: models.map(\.identity), log: log)
    try refuseOpenBatches(in: log)
    if !session.isQuiet {
      StandardError.line("maker: \(summary), kept in \(log.path)")
      if let earlier = earlier(parts.ledger) { StandardError.line("maker: \(earlier) in \(log.path)") }
    }
    var stop = trouble
    for (place, model) in settings.selection.models.enumerated() where stop == nil {
      let part = parts.all[place]
      _ = try log.begin(model.name, settings: settings.facts(of: model, identity: models[place].identity))
      // In a task of its own, which a task that fails may cancel.
      async let measured = outcome(of: part, models[place], batched?[place])
      let outcome = await measured
      parts.all[place].outcome = outcome
      stop = trouble ?? outcome.stop
    }
    await endpoints.shutdown()
    try log.flush()
    var calibration = settings.empty(subject, created: Date().timeIntervalSince1970)
    calibration.models = await parts.figures(because: stop, before: try? CalibrationFile.read(path))
    // Figures from a task that does not work mean nothing.
    if let trouble { (stop, calibration.models) = (trouble, []) }
    if !calibration.models.isEmpty { try CalibrationFile.write(calibration, to: path) }
    return CalibrationResult(
      calibration: calibration, stop: stop, path: path, ledger: parts.ledger,
      prices: settings.prices(of: parts.ledger), skipped: subject.skipped)
  }

  /// What is wrong with the task, as what stops a calibration; nil as long as it works.
  private var trouble: CalibrationStop? {
    subject.trouble().map { .model(LanguageModelError(.unavailable, $0.message ?? "")) }
  }

  /// Batches that are out are fetched before anything else is asked of their model.
  private func refuseOpenBatches(in log: SamplesLog) throws(CommandFailure) {
    let names = settings.selection.models.map(\.name)
    guard session.batches == nil, let name = names.first(where: log.hasOpenBatches) else { return }
    throw CommandFailure(
      .usage, "Batches of \(name) are with its provider; go on with --batch, which fetches them first.")
  }

  private func outcome(
    of part: CalibrationParts<Answer>.Part, _ model: any LanguageModel, _ batched: (any BatchLanguageModel)?
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

  private var summary: String {
    "calibrating \(settings.selection.models.map(\.name).joined(separator: ", ")) on \(subject.summary), "
      + "\(settings.votes) votes each, seed \(settings.seed)"
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
