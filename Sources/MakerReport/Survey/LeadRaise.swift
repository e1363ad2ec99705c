/// A change of k while a run went on, because p turned out lower than it was chosen for.
public struct LeadRaise: Sendable, Hashable {
  /// The first step that was decided with it.
  public var step: Int
  /// The lead from there on.
  public var k: Int
  /// The p that asked for it; nil where that is not known.
  public var p: Double?

  /// Makes a change.
  public init(step: Int, k: Int, p: Double? = nil) {
    self.step = step
    self.k = k
    self.p = p
  }
}
