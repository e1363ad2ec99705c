/// Brings the samples of a calibration, one way or another.
protocol CalibrationSampler: Sendable {
  /// How many cases are asked for at once.
  ///
  /// - Parameter done: How many were before.
  /// - Returns: How many are next, 1 or more.
  func part(after done: Int) -> Int

  /// Asks for samples, keeps each in the log, and charges the budget for it.
  ///
  /// - Parameter asks: Which, those of a case one after another.
  /// - Returns: Those that came, in any order, and why not all did.
  mutating func samples(of asks: [CalibrationAsk]) async -> ([CalibrationSample], CalibrationStop?)
}

/// A sample that is asked for.
struct CalibrationAsk: Sendable {
  let place: CalibrationPlace
  let request: SampleRequest
  let prompt: Prompt
}

/// Where samples are charged and kept, and how it is seen that there may be no more.
struct CalibrationTill: Sendable {
  let budget: Budget?
  let log: (any CalibrationLog)?
  let progress: CalibrationProgress

  /// Why nothing more may be asked for now.
  var stop: CalibrationStop? {
    if Task.isCancelled { return .cancelled }
    return budget?.reached.map { .cap($0) }
  }

  /// Why it stopped, with a cap as it stands once everything that was out has come home.
  func settled(_ stop: CalibrationStop?) -> CalibrationStop? {
    guard case .cap? = stop, let reached = budget?.reached else { return stop }
    return .cap(reached)
  }

  /// Takes in samples that were paid for; what cannot be kept ends the calibration.
  func take(_ samples: [CalibrationSample]) async -> CalibrationStop? {
    for sample in samples { budget?.charge(sample.response) }
    progress.update {
      $0.samples += samples.count
      for sample in samples { $0.ledger.enter(sample.response) }
    }
    do throws(JournalError) {
      try await log?.append(samples.map { .sample($0) })
      return nil
    } catch {
      return .log(error)
    }
  }
}

/// Brings nothing: what is known is all there is.
struct NoSampler: CalibrationSampler {
  let part: Int
  /// Why nothing may be asked.
  let stop: CalibrationStop

  func part(after done: Int) -> Int { part }

  func samples(of asks: [CalibrationAsk]) async -> ([CalibrationSample], CalibrationStop?) { ([], stop) }
}
