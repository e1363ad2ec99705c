package import Maker

/// How a vendor's batch interface says batches. Pure, like ``WireProtocol``: calls and answers, no clock, no network.
///
/// A batch goes out as ``upload(_:key:)``, where there is one, and ``submission(_:key:upload:)``. It carries the run's
/// key, and each request in it is named `<key>-<item id>`, so that it can be found and its results be told from others.
package protocol BatchWire: Sendable {
  /// What one batch may hold.
  var limits: BatchLimits { get }

  /// The bytes an item takes up in a submission; 0 for one that cannot be said, which a submission then refuses.
  func size(of item: BatchItem) -> Int

  /// The call that sends the items ahead of the submission; nil where the submission holds them.
  ///
  /// - Throws: ``CallFailure`` of `noRetry` for a key, an id or an item that cannot be said in this protocol.
  func upload(_ items: [BatchItem], key: String) throws(CallFailure) -> HTTPCall?

  /// The provider's name for what was uploaded.
  func uploadID(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> String

  /// The call that starts a batch.
  ///
  /// - Parameters:
  ///   - items: What is asked.
  ///   - key: The run's name for the batch.
  ///   - upload: The provider's name for the upload, where there was one.
  /// - Returns: The call, whose answer ``batch(from:now:)`` reads.
  /// - Throws: ``CallFailure`` of `noRetry` for a key, an id or an item that cannot be said in this protocol.
  func submission(_ items: [BatchItem], key: String, upload: String?) throws(CallFailure) -> HTTPCall

  /// The call that asks how far a batch is.
  func look(at id: String) throws(CallFailure) -> HTTPCall

  /// The batch that the provider tells of after a submission, a look or a cancellation.
  func batch(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> ProviderBatch

  /// The call that lists batches, the newest first.
  ///
  /// - Parameter after: The name of the last one on the page before; nil for the first page.
  /// - Returns: The call, whose answer ``page(from:now:)`` reads.
  /// - Throws: ``CallFailure`` for a name that fits no address.
  func list(after: String?) throws(CallFailure) -> HTTPCall

  /// One page of the list.
  func page(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> BatchPage

  /// Whether the provider keeps the run's key with a batch, so that a list is enough to find it.
  var keepsKey: Bool { get }

  /// The call that stops a batch.
  func cancellation(of id: String) throws(CallFailure) -> HTTPCall

  /// The calls that fetch the results of a batch that is over; none when it has no results.
  func downloads(of batch: ProviderBatch) throws(CallFailure) -> [HTTPCall]

  /// The replies in one downloaded file, in the order they stand there.
  ///
  /// - Parameters:
  ///   - answer: The file.
  ///   - key: The run's name for the batch; lines of other batches are passed over.
  ///   - now: Seconds since 1970.
  /// - Returns: What became of each request that the file tells of.
  /// - Throws: ``CallFailure``: `transient` for a file that is cut off, `noRetry` for one of another batch.
  func replies(from answer: HTTPAnswer, key: String, now: Double) throws(CallFailure) -> [BatchReply]
}

extension BatchWire {
  /// How far a batch is; one that the provider does not know is gone.
  ///
  /// - Throws: ``CallFailure`` when the provider did not say.
  package func status(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> BatchStatus {
    do throws(CallFailure) {
      return try batch(from: answer, now: now).status
    } catch {
      if answer.status == 404 || answer.status == 410 { return BatchStatus(.gone(error.message)) }
      throw error
    }
  }
}

/// A batch as its provider tells of it.
package struct ProviderBatch: Sendable, Hashable {
  /// The provider's name for it.
  package var id: String
  /// The run's name for it, where the provider keeps that.
  package var key: String?
  /// How far it is.
  package var status: BatchStatus
  /// When it was submitted, in seconds since 1970 by the provider's clock.
  package var createdAt: Double?
  /// Where its results are, once it is over: names of files, or paths.
  package var results: [String]

  package init(id: String, key: String? = nil, status: BatchStatus, createdAt: Double?, results: [String]) {
    self.id = id
    self.key = key
    self.status = status
    self.createdAt = createdAt
    self.results = results
  }
}

/// A page of a provider's list of batches.
package struct BatchPage: Sendable, Hashable {
  /// The batches, the newest first.
  package var batches: [ProviderBatch]
  /// The name after which the next page begins; nil on the last page.
  package var next: String?

  package init(batches: [ProviderBatch], next: String?) {
    self.batches = batches
    self.next = next
  }
}
