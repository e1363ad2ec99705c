/// The number of disks is none that ``TowersOfHanoi`` can be made for.
public struct DiskCountError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number that was asked for.
  public let disks: Int

  /// One sentence: what is possible, and what was asked for.
  public var description: String {
    let (least, most) = (TowersOfHanoi.diskCounts.lowerBound, TowersOfHanoi.diskCounts.upperBound)
    return "Towers of Hanoi needs \(least) to \(most) disks, not \(disks)."
  }
}
