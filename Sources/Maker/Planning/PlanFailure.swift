/// Why there is no plan for a model.
public enum PlanFailure: Error, Sendable, Hashable {
  /// It is right half of the time or less: more votes make its errors more certain.
  case hopeless(p: Double)
  /// None of its samples is valid.
  case alwaysFlagged
  /// Not even this is within the cost that was allowed; in US dollars, with the lead it was computed for.
  case tooExpensive(costUSD: Double, k: Int)
  /// A limit on the cost was set, and what a sample costs is not known.
  case unpriced

  /// Why, in a few words.
  public var message: String {
    switch self {
    case .hopeless(let p): "cannot do it: it is right with p = \(p), and at 0.5 or less no k helps"
    case .alwaysFlagged: "cannot do it: none of its samples is valid"
    case .tooExpensive(let cost, let k): "costs \(cost) dollars at k = \(k), more than is allowed"
    case .unpriced: "has no known price, so no limit on its cost can be kept"
    }
  }
}
