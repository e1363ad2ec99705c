/// Brings the samples of a calibration, one way or another.
protocol CalibrationSampler: Sendable {
  /// How many cases are asked for at once.
  var part: Int { get }

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
