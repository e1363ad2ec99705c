package import Maker

/// Looks for a batch of which nobody knows whether it was submitted. Pure: pages of a list in, the next move out.
///
/// A provider that keeps the run's key with a batch (OpenAI, in its metadata) settles it from the list alone.
///
/// Anthropic keeps nothing, and shows the names of a batch's requests only in its results. There a batch that was
/// submitted within an hour of the record and has as many requests may be the one. Of those that are over, the results
/// tell; while one of them is still being answered, nobody can, and nothing may be sent again until it is over, which
/// is at most a day. What remains uncertain: a list that does not show a batch yet seconds after it was taken (wait
/// before looking), a clock that is off by more than an hour, and results that are gone after 29 days.
package struct BatchSearch: Sendable {
  /// What to do next.
  package enum Move: Sendable, Hashable {
    /// Ask for the next page.
    case list(after: String)
    /// It is this one.
    case found(String)
    /// The provider never took it.
    case absent
    /// It may be one of these: compare the key with the results of those that are over.
    case compare([ProviderBatch])
  }

  /// How far the clocks of the run and the provider may be apart, and how long a submission may take.
  package static let toleranceSeconds = 3600.0

  private let record: BatchRecord
  private let keepsKey: Bool
  private var candidates: [ProviderBatch] = []

  /// A search for the batch of a record.
  ///
  /// - Parameters:
  ///   - record: What the run knows of the batch.
  ///   - keepsKey: Whether the provider keeps the key (``BatchWire/keepsKey``).
  package init(for record: BatchRecord, keepsKey: Bool) {
    self.record = record
    self.keepsKey = keepsKey
  }

  /// Takes in a page of the list.
  package mutating func take(_ page: BatchPage) -> Move {
    if keepsKey, let found = page.batches.first(where: { $0.key == record.key }) { return .found(found.id) }
    if !keepsKey { candidates += page.batches.filter(mayBeIt) }
    let isPast =
      page.batches.last.flatMap(\.createdAt).map { $0 < record.time - Self.toleranceSeconds } ?? false
    if !isPast, let next = page.next { return .list(after: next) }
    return candidates.isEmpty ? .absent : .compare(candidates)
  }

  private func mayBeIt(_ batch: ProviderBatch) -> Bool {
    guard batch.status.total == record.requests || batch.status.total == 0 else { return false }
    guard let created = batch.createdAt else { return true }
    return abs(created - record.time) <= Self.toleranceSeconds
  }
}
