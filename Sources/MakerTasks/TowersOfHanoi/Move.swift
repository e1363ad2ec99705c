/// A move of one disk from one peg to another, as it was said: nothing here knows whether it is legal.
public struct Move: Sendable, Hashable, CustomStringConvertible {
  /// The disk that moves, 1 (the smallest) to 62; 0 when nothing has moved yet.
  public let disk: Int
  /// The peg it leaves, 0 to 2.
  public let from: Int
  /// The peg it goes to, 0 to 2.
  public let to: Int

  /// A move, or nil when there is no such disk or peg.
  ///
  /// - Parameters:
  ///   - disk: 1 (the smallest) to 62.
  ///   - from: The peg it leaves, 0 to 2.
  ///   - to: The peg it goes to, 0 to 2.
  public init?(disk: Int, from: Int, to: Int) {
    guard TowersOfHanoi.diskCounts.contains(disk), 0...2 ~= from, 0...2 ~= to else { return nil }
    self.init(checkedDisk: disk, from: from, to: to)
  }

  /// A move whose parts are known to be in range.
  init(checkedDisk disk: Int, from: Int, to: Int) {
    self.disk = disk
    self.from = from
    self.to = to
  }

  /// What stands for the previous move before the first one: `[0, 0, 0]`.
  public static var noMove: Move { Move(checkedDisk: 0, from: 0, to: 0) }

  /// Whether this is ``noMove``.
  public var isNone: Bool { disk == 0 }

  /// The move as a list, e.g. `[1, 0, 2]`.
  public var description: String { "[\(disk), \(from), \(to)]" }
}
