import Synchronization

/// How many records of a session were paid for and not decided: past some number something is wrong with more than those.
///
/// A prompt that no reply fits, or a model that cannot do it, would otherwise be paid for on every record there is.
final class RejectCount: Sendable {
  private let maximum: Int?
  private let count = Mutex(0)
  /// How many there were when one was too many; nil as long as none was.
  private let tooMany = Mutex<Int?>(nil)

  /// How many there were when one was too many; nil as long as none was.
  var exceeded: Int? { tooMany.withLock { $0 } }

  /// The number that is always allowed, where nobody says one.
  static let usual = 20

  init(maximum: Int?) { self.maximum = maximum }

  /// Takes note of one more.
  ///
  /// - Parameter records: The records before it.
  /// - Returns: Whether the map may go on.
  func allows(_ records: Int) -> Bool {
    let (isAllowed, now) = count.withLock { count in
      count += 1
      return (count <= maximum ?? max(Self.usual, records / 10), count)
    }
    if !isAllowed { tooMany.withLock { $0 = $0 ?? now } }
    return isAllowed
  }
}
