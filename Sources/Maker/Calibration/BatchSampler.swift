/// Sends samples out in batches. What is out when a calibration ends is recorded, and fetched by the next session.
struct BatchSampler: CalibrationSampler {
  private var exchange: BatchExchange
  private let model: any BatchLanguageModel
  private let options: BatchOptions
  private let maximumResponseTokens: Int?
  private let till: CalibrationTill
  private var spent = Ledger()
  /// The cases that are asked for at once; nil for more each time, so that the interval is looked at in between.
  private let window: Int?
  /// The cases of the first part of those.
  private static let firstPart = 128

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - model: What is asked.
  ///   - cases: How many cases there are.
  ///   - maximumResponseTokens: The most tokens of a reply.
  ///   - options: How batches are gone about; the window counts cases.
  ///   - endsEarly: Whether it may have enough before all cases are sampled.
  ///   - till: Where samples are charged and kept.
  ///   - clock: What is waited by.
  ///   - progress: What is waited for.
  ///   - spent: What earlier sessions paid for at this model.
  init(
    model: any BatchLanguageModel, cases: Int, maximumResponseTokens: Int?, options: BatchOptions,
    endsEarly: Bool, till: CalibrationTill, clock: RunClock, progress: BatchProgress, spent: Ledger
  ) {
    self.model = model
    self.options = options
    self.maximumResponseTokens = maximumResponseTokens
    self.till = till
    self.spent = spent
    window = options.window ?? (endsEarly ? nil : max(1, cases))
    exchange = BatchExchange(
      models: [model], stepCount: cases, journal: till.log.map { BatchNotes(log: $0) }, budget: till.budget,
      options: options, clock: clock, progress: progress)
  }

  /// Without a window each part is as large as all before it and a first one together: few rounds, each of hours, and
  /// not many more samples than were needed.
  func part(after done: Int) -> Int { window ?? Self.firstPart + done }

  mutating func samples(of asks: [CalibrationAsk]) async -> ([CalibrationSample], CalibrationStop?) {
    var waiting: [BatchItemID: CalibrationAsk] = [:]
    var order: [BatchItemID] = []
    for ask in asks {
      let id = Self.id(of: ask)
      waiting[id] = ask
      order.append(id)
    }
    var samples: [CalibrationSample] = []
    var fruitless = 0
    while !waiting.isEmpty {
      if let stop = till.stop { return (samples, stop) }
      let allowance = till.budget?.allowance(after: spent, probe: options.probe) ?? .max
      let parcel = order.filter { waiting[$0] != nil }.prefix(allowance)
        .compactMap { id in waiting[id].map { outgoing($0, id) } }
      exchange.progress.update { $0.round += 1 }
      let failure: LanguageModelError?
      do throws(BatchExchange.Fault) {
        let refusal = try await exchange.send(parcel)
        let harvest = try await exchange.collect(atOnce: false)
        let (new, stop) = await take(harvest) { waiting.removeValue(forKey: $0) }
        samples += new
        if let stop { return (samples, stop) }
        try await exchange.settle(before: .max)
        fruitless = harvest.replies.isEmpty ? fruitless + 1 : 0
        failure = refusal ?? harvest.failure
        if fruitless > 0, fruitless < options.patience {
          try await exchange.sleep(
            min(options.longestPoll, options.firstPoll * (1 << min(fruitless, 20))))
        }
      } catch {
        return (samples, Self.stop(error))
      }
      if fruitless >= options.patience {
        let none = LanguageModelError(.unavailable, "The batches brought no reply.")
        return (samples, .model(failure ?? none))
      }
    }
    return (samples, nil)
  }

  /// Fetches the batches of earlier sessions, before anything else is sent.
  ///
  /// - Parameters:
  ///   - records: The batches that are not settled.
  ///   - known: The samples that are in the log.
  ///   - ask: What is asked at a place; nil for a place that there is not.
  /// - Returns: The samples that were not in the log, and why that is not all.
  mutating func takeOver(
    _ records: [BatchRecord], known: [CalibrationPlace: CalibrationSample],
    ask: (CalibrationPlace) -> CalibrationAsk?
  ) async -> ([CalibrationSample], CalibrationStop?) {
    guard !records.isEmpty else { return ([], nil) }
    do throws(BatchExchange.Fault) {
      try await exchange.takeOver(records)
      let harvest = try await exchange.collect(atOnce: true)
      var seen: Set<CalibrationPlace> = []
      let (samples, stop) = await take(harvest) { id in
        let place = CalibrationPlace(index: id.step, slot: id.slot, attempt: id.attempt)
        // A reply to other words under the same place is nobody's.
        guard known[place] == nil, let ask = ask(place), Self.id(of: ask) == id, seen.insert(place).inserted
        else { return nil }
        return ask
      }
      if stop == nil { try await exchange.settle(before: .max) }
      return (samples, stop)
    } catch {
      return ([], Self.stop(error))
    }
  }

  /// Keeps what was brought, before its batches are settled.
  private mutating func take(
    _ harvest: BatchExchange.Harvest, asked: (BatchItemID) -> CalibrationAsk?
  ) async -> ([CalibrationSample], CalibrationStop?) {
    let samples = harvest.replies.compactMap { id, response in
      asked(id).map { CalibrationSample(place: $0.place, response: response, latency: .zero) }
    }
    for sample in samples { spent.enter(sample.response) }
    return (samples, await till.take(samples))
  }

  private func outgoing(_ ask: CalibrationAsk, _ id: BatchItemID) -> OutgoingSample {
    let options = ask.request.options(maximumResponseTokens: maximumResponseTokens)
    return OutgoingSample(
      id: id, model: 0, item: BatchItem(id: id.text, prompt: ask.prompt, options: options))
  }

  private static func id(of ask: CalibrationAsk) -> BatchItemID {
    BatchItemID(step: ask.place.index, request: ask.request, prompt: PromptDigest(ask.prompt))
  }

  private static func stop(_ fault: BatchExchange.Fault) -> CalibrationStop {
    switch fault {
    case .journal(let error): .log(error)
    case .model(let error): error.code == .cancelled ? .cancelled : .model(error)
    }
  }
}

/// The log of a calibration as the journal that an exchange of batches writes to.
private struct BatchNotes: Journal {
  let log: any CalibrationLog

  func append(_ entry: JournalEntry) async throws(JournalError) {
    if case .batch(let record) = entry { try await log.append([.batch(record)]) }
  }
}
