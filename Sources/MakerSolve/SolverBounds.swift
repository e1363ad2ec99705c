/// How far a solver goes.
public struct SolverBounds: Sendable, Hashable {
  /// The most proposals for a problem, and the most solutions: as many as discriminators can be shown.
  public static let candidateCounts = 1...12
  /// The depths that a tree may have: a tree of 10 has at most 2,047 problems.
  public static let depths = 0...10

  /// How many times a problem may be taken apart; 0 leaves it whole.
  public var depth: Int
  /// How many proposals are asked for, and at most how many solutions.
  public var candidates: Int
  /// The lead that decides; nil for that of the run.
  public var k: Int?
  /// Whether a vote of discriminators that reaches its limit stops the run, which can be taken up again with a higher
  /// one. If not, the problem is not solved, and that is recorded.
  public var stopsUndecided: Bool

  /// Makes bounds.
  ///
  /// - Parameters:
  ///   - depth: How many times a problem may be taken apart, in ``depths``.
  ///   - candidates: How many proposals and solutions there are, in ``candidateCounts``. Solvers can agree by k only when
  ///     it is at least k.
  ///   - k: The lead that decides; nil for that of the run.
  ///   - stopsUndecided: Whether a vote that reaches its limit stops the run.
  public init(depth: Int = 5, candidates: Int = 5, k: Int? = nil, stopsUndecided: Bool = false) {
    precondition(Self.depths ~= depth && Self.candidateCounts ~= candidates, "bounds are within their limits")
    precondition(k ?? 1 >= 1, "a lead of at least one vote decides")
    (self.depth, self.candidates, self.k) = (depth, candidates, k)
    self.stopsUndecided = stopsUndecided
  }
}
