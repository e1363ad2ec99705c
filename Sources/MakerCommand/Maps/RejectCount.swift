import Synchronization

/// How many records of a session were paid for and not decided: past some number something is wrong with more than those.
///
/// A prompt that no reply fits, or a model that cannot do it, would otherwise be paid for on every record there is.
final class RejectCount: Sendable {
  private let maximum: Int?
  private let count = Mutex(0)

  /// The number that is always allowed, where nobody says one.
  static let usual = 20

  init(maximum: Int?) { self.maximum = maximum }

  /// Takes note of one more.
  ///
  /// - Parameter records: The records before it.
  /// - Returns: Whether the map may go on.
  func allows(_ records: Int) -> Bool {
    count.withLock { count in
      count += 1
      return count <= maximum ?? max(Self.usual, records / 10)
    }
  }
}
