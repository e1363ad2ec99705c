/// Where everything a calibration pays for is kept before it counts.
public protocol CalibrationLog: Sendable {
  /// Takes entries into the log.
  ///
  /// It returns once no end of the process can take them away. What a power failure may cost is a part of a second
  /// of samples; a batch is forced to disk, since what is sent after it is found by it.
  ///
  /// - Throws: ``JournalError`` when they cannot be kept; nothing more is sampled then.
  func append(_ entries: [CalibrationEntry]) async throws(JournalError)
}

/// What a log of a calibration takes.
public enum CalibrationEntry: Sendable, Hashable {
  /// A sample was paid for.
  case sample(CalibrationSample)
  /// A batch was or is about to be submitted, or is settled. It takes the place of an earlier record of its key.
  case batch(BatchRecord)
}

/// Which sample of a calibration it is.
public struct CalibrationPlace: Sendable, Hashable {
  /// The case, from 0, in the order in which they are sampled.
  public var index: Int
  /// The vote it is for, from 0.
  public var slot: Int
  /// How many samples of this vote were flagged before.
  public var attempt: Int

  /// Makes a place.
  public init(index: Int, slot: Int, attempt: Int) {
    (self.index, self.slot, self.attempt) = (index, slot, attempt)
  }
}

/// One sample of a calibration.
public struct CalibrationSample: Sendable, Hashable {
  /// Which it is.
  public var place: CalibrationPlace
  /// The reply.
  public var response: Response
  /// The time from asking to reply; zero when it came in a batch, which does not tell.
  public var latency: Duration

  /// Makes a sample.
  public init(place: CalibrationPlace, response: Response, latency: Duration) {
    (self.place, self.response, self.latency) = (place, response, latency)
  }
}

/// What earlier sessions of a calibration paid for, as its log has it.
public struct CalibrationRecord: Sendable {
  /// Samples by their places.
  public var samples: [CalibrationPlace: CalibrationSample]
  /// Batches by their last records, in the order of their first.
  public var batches: [BatchRecord]
  /// Whether the budget was charged for it, see ``Calibrator/charged(_:)``; nothing is charged twice.
  public internal(set) var isCharged = false

  /// Makes a record; that of a new calibration is empty.
  public init(samples: [CalibrationPlace: CalibrationSample] = [:], batches: [BatchRecord] = []) {
    self.samples = samples
    self.batches = batches
  }

  /// What was paid for.
  package var ledger: Ledger { samples.values.reduce(into: Ledger()) { $0.enter($1.response) } }

  /// Takes in an entry, in the order of the log. Of two samples of one place the first counts.
  public mutating func take(_ entry: CalibrationEntry) {
    switch entry {
    case .sample(let sample):
      if samples[sample.place] == nil { samples[sample.place] = sample }
    case .batch(let batch):
      if let place = batches.firstIndex(where: { $0.key == batch.key }) {
        batches[place] = batch
      } else {
        batches.append(batch)
      }
    }
  }
}
