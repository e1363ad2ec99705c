/// Sends samples out in batches and brings their replies, so that none is lost and none is paid for twice.
///
/// A batch is recorded before it is sent, and again once its provider has given it a name. One that was recorded and
/// has no name is looked up before anything else is sent.
struct BatchExchange {
  /// Why the exchange cannot go on.
  enum Fault: Error {
    case model(LanguageModelError)
    case journal(JournalError)
  }

  /// What a round of batches brought.
  struct Harvest {
    var replies: [(id: BatchItemID, response: Response)] = []
    /// The last failure of a batch or an item: what is missing was lost to it.
    var failure: LanguageModelError?
  }

  /// A batch at its provider.
  struct Batch {
    var record: BatchRecord
    let id: String
    /// What was sent; nil for a batch of an earlier session.
    let sent: Set<BatchItemID>?
    /// The last step it brought replies to, once they are here.
    var lastStep: Int?
  }

  let models: [any BatchLanguageModel]
  /// How many steps the task has: there are no samples of others.
  let stepCount: Int
  let journal: (any Journal)?
  let budget: Budget?
  let options: BatchOptions
  let clock: RunClock
  let progress: BatchProgress
  /// Batches that are not settled, in the order they were recorded.
  var batches: [Batch] = []
  /// The most items in one batch of each model, where its provider refused more.
  var accepted: [Int: Int] = [:]

  init(
    models: [any BatchLanguageModel], stepCount: Int, journal: (any Journal)?, budget: Budget?,
    options: BatchOptions, clock: RunClock, progress: BatchProgress
  ) {
    self.models = models
    self.stepCount = stepCount
    self.journal = journal
    self.budget = budget
    self.options = options
    self.clock = clock
    self.progress = progress
  }

  /// Sends samples, in as many batches as the limits of their models ask for.
  ///
  /// - Parameter samples: The samples, in the order of their steps.
  /// - Returns: Why not all were sent, if they were not.
  /// - Throws: ``Fault`` that ends the run.
  mutating func send(_ samples: [OutgoingSample]) async throws(Fault) -> LanguageModelError? {
    var parcels = parcels(of: samples)[...]
    var sent = 0
    while let parcel = parcels.popFirst() {
      // What is out is settled before the run stops; nothing is added to it.
      if sent > 0, budget?.reached != nil { return nil }
      progress.update {
        ($0.batch, $0.batches, $0.activity) = (sent + 1, sent + 1 + parcels.count, .submitting)
      }
      guard let refusal = try await submit(parcel) else {
        sent += 1
        continue
      }
      switch refusal.code {
      case .invalidRequest where parcel.count > 1, .exceededContextWindowSize where parcel.count > 1:
        // Too large for the provider, or one item is at fault: halves tell.
        let half = parcel.count / 2
        accepted[parcel[0].model] = half
        parcels = [Array(parcel[..<half]), Array(parcel[half...])] + parcels
      case .unavailable, .rateLimited, .invalidResponse: return refusal
      default: throw .model(refusal)
      }
    }
    return nil
  }

  /// The samples by model, each part within what the model's provider takes in one batch.
  private func parcels(of samples: [OutgoingSample]) -> [[OutgoingSample]] {
    models.indices.flatMap { index in
      let model = models[index]
      let most = min(model.limits.requests, accepted[index] ?? .max)
      var parcels: [[OutgoingSample]] = []
      var bytes = 0
      for sample in samples where sample.model == index {
        let size = model.size(of: sample.item)
        if parcels.isEmpty || parcels[parcels.count - 1].count == most || bytes + size > model.limits.bytes {
          parcels.append([])
          bytes = 0
        }
        parcels[parcels.count - 1].append(sample)
        bytes += size
      }
      return parcels
    }
  }

  /// Records a batch, sends it, and records its provider's name for it.
  ///
  /// - Returns: Why the provider surely did not take it; nil when it did.
  private mutating func submit(_ parcel: [OutgoingSample]) async throws(Fault) -> LanguageModelError? {
    if Task.isCancelled { throw .model(.cancelledBatch) }
    let model = parcel[0].model
    var record = BatchRecord(
      key: options.newKey(), model: model, firstStep: parcel[0].id.step, requests: parcel.count,
      time: options.date())
    try await keep(record)
    do throws(LanguageModelError) {
      record.id = try await models[model].submit(parcel.map(\.item), key: record.key)
    } catch {
      if error.code == .cancelled { throw .model(error) }
      if error.leavesSubmissionOpen { record.id = try await find(record, since: options.date()) }
      if record.id == nil {
        record.isSettled = true
        try await keep(record)
        return error
      }
    }
    try await hold(record, sent: Set(parcel.map(\.id)))
    return nil
  }

  /// Records the name of a batch that its provider took.
  mutating func hold(_ record: BatchRecord, sent: Set<BatchItemID>?) async throws(Fault) {
    guard let id = record.id else { return }
    batches.append(Batch(record: record, id: id, sent: sent))
    try await keep(record)
  }

  /// Settles the batches whose replies are all in recorded decisions.
  ///
  /// - Parameter step: The first step that is not decided.
  /// - Throws: ``Fault`` of the journal.
  mutating func settle(before step: Int) async throws(Fault) {
    for var batch in batches {
      guard let last = batch.lastStep, last < step else { continue }
      batch.record.isSettled = true
      try await keep(batch.record)
    }
    batches.removeAll { $0.lastStep ?? .max < step }
  }

  /// Puts a record where no crash can take it away. What is paid for after it is found by it.
  func keep(_ record: BatchRecord) async throws(Fault) {
    do throws(JournalError) {
      try await journal?.append(.batch(record))
      try await journal?.flush()
    } catch {
      throw .journal(error)
    }
  }
}

extension LanguageModelError {
  /// Whether nobody knows what became of a submission that failed like this.
  var leavesSubmissionOpen: Bool { code == .unavailable || code == .invalidResponse || code == .cancelled }

  /// Whether it may work when it is asked again.
  var mayPass: Bool { code == .unavailable || code == .invalidResponse || code == .rateLimited }

  /// Whether what was asked for is not to be had, whoever asks.
  var meansLoss: Bool { code == .invalidRequest || code == .unknownModel }

  static let cancelledBatch = LanguageModelError(.cancelled, "The wait for a batch was cancelled.")
}

extension JournalError {
  /// Why an ordinary run does not go on: what is at the provider would be paid for twice.
  static func batchesOut(_ batches: [BatchRecord]) -> JournalError {
    let keys = batches.prefix(3).map { $0.id ?? $0.key }.joined(separator: ", ")
    let (verb, pronoun) = batches.count == 1 ? ("batch is", "it") : ("batches are", "them")
    return JournalError(
      .mismatched,
      "\(batches.count) \(verb) with the provider or not yet in the record (\(keys)\(batches.count > 3 ? ", ..." : "")). "
        + "Go on in batches, or with a batch run that sends none, which fetches \(pronoun) first.")
  }
}
