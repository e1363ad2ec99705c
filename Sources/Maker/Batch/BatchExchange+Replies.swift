extension BatchExchange {
  /// Asks after the batches that earlier sessions left behind. Nothing is sent before each of them is answered for.
  mutating func takeOver(_ records: [BatchRecord]) async throws(Fault) {
    for (place, record) in records.enumerated() {
      guard models.indices.contains(record.model) else {
        throw .journal(
          JournalError(
            .corrupt, "Batch \(record.key) is for model \(record.model), and there are \(models.count)."))
      }
      progress.update {
        ($0.batch, $0.batches, $0.activity) = (place + 1, records.count, .lookingUp)
      }
      var record = record
      if record.id == nil {
        record.id = try await find(record, since: record.time)
        if record.id == nil {
          record.isSettled = true
          try await keep(record)
        } else {
          try await hold(record, sent: nil)
        }
      } else if let id = record.id {
        batches.append(Batch(record: record, id: id, sent: nil))
      }
    }
  }

  /// The provider's name for a batch that may or may not have been submitted; nil when it surely was not.
  ///
  /// - Parameters:
  ///   - record: The batch.
  ///   - time: The last moment at which it may have been submitted, in seconds since 1970.
  /// - Returns: Nil when it surely was not, or is given up.
  /// - Throws: ``Fault`` when that cannot be told.
  func find(_ record: BatchRecord, since time: Double) async throws(Fault) -> String? {
    // A provider that took it may need a while to show it.
    let left = options.grace - .seconds(max(0, options.date() - time))
    if left > .zero { try await sleep(left) }
    do throws(LanguageModelError) {
      return try await models[record.model].find(record)
    } catch {
      if error.code == .cancelled { throw .model(error) }
      if options.givesUpLostBatches { return nil }
      throw .model(
        LanguageModelError(
          error.code, "It cannot be told whether batch \(record.key) was submitted. \(error.message)"))
    }
  }

  /// Waits until every batch that is out is over, and brings what they have.
  ///
  /// - Parameter atOnce: Whether to look before any time has passed.
  /// - Returns: The replies, and what the missing ones were lost to.
  /// - Throws: ``Fault`` that ends the run.
  mutating func collect(atOnce: Bool) async throws(Fault) -> Harvest {
    var harvest = Harvest()
    var interval = options.firstPoll
    var failures = 0
    var waits = !atOnce
    while true {
      var failure: LanguageModelError?
      let out = batches.indices.filter { batches[$0].lastStep == nil }
      if out.isEmpty { break }
      if waits { try await sleep(interval) }
      for (place, index) in out.enumerated() {
        do throws(LanguageModelError) {
          try await look(at: index, place: place, of: out.count, into: &harvest)
        } catch {
          guard error.mayPass else { throw .model(error) }
          progress.update { $0.activity = .retrying(error.message) }
          failure = error
        }
      }
      failures = failure == nil ? 0 : failures + 1
      if let failure, failures >= options.patience { throw .model(failure) }
      if waits { interval = min(options.longestPoll, interval * 3 / 2) }
      waits = true
    }
    // One that brought nothing has nothing that could be lost.
    try await settle(before: 0)
    return harvest
  }

  /// Looks how far a batch is, and takes in its replies once it is over.
  private mutating func look(
    at index: Int, place: Int, of count: Int, into harvest: inout Harvest
  ) async throws(LanguageModelError) {
    let batch = batches[index]
    let model = models[batch.record.model]
    let status = try await model.status(of: batch.id)
    progress.update {
      ($0.batch, $0.batches) = (place + 1, count)
      $0.activity = .waiting(done: status.done, total: status.total)
    }
    switch status.state {
    case .waiting, .running: return
    case .failed(let reason):
      batches[index].lastStep = -1
      // A queue that is full for it may have room for less.
      accepted[batch.record.model] = max(1, batch.record.requests / 4)
      harvest.failure = LanguageModelError(
        .invalidRequest, "The provider refused batch \(batch.id): \(reason)")
    case .gone(let reason):
      guard options.givesUpLostBatches else {
        throw LanguageModelError(
          .invalidRequest,
          "Batch \(batch.id) cannot be fetched: \(reason) Use the account that submitted it, or give it up, "
            + "which may pay for its samples a second time.")
      }
      batches[index].lastStep = -1
    case .ended, .expired, .cancelled:
      let replies: [BatchReply]
      do throws(LanguageModelError) {
        replies = try await model.results(of: batch.id, key: batch.record.key)
      } catch {
        guard options.givesUpLostBatches, error.meansLoss else { throw error }
        replies = []
      }
      take(replies, of: index, status.state, into: &harvest)
    }
  }

  /// Joins replies to what was asked. A name that was not sent, or cannot be one, is nobody's reply.
  private mutating func take(
    _ replies: [BatchReply], of index: Int, _ state: BatchStatus.State, into harvest: inout Harvest
  ) {
    var last = -1
    var seen: Set<BatchItemID> = []
    for reply in replies {
      guard let id = BatchItemID(reply.id), id.step < stepCount, batches[index].sent?.contains(id) ?? true
      else { continue }
      switch reply.result {
      case .success(let response):
        // Of two replies under one name the first counts; the second is the provider's slip, not a sample.
        guard seen.insert(id).inserted else { continue }
        harvest.replies.append((id, response))
        last = max(last, id.step)
      case .failure(let error) where error.isRefusal:
        guard seen.insert(id).inserted else { continue }
        harvest.replies.append((id, Response(error.message, finishReason: .refusal)))
        last = max(last, id.step)
      case .failure(let error):
        harvest.failure = error
      }
    }
    if harvest.failure == nil, replies.isEmpty || state != .ended {
      let word = state == .expired ? "expired" : state == .cancelled ? "was cancelled" : "ended"
      harvest.failure = LanguageModelError(
        .unavailable, "Batch \(batches[index].id) \(word) with replies missing.")
    }
    batches[index].lastStep = last
  }

  func sleep(_ duration: Duration) async throws(Fault) {
    do {
      try await clock.sleep(duration)
    } catch {
      throw .model(.cancelledBatch)
    }
  }
}
