/// What several models are for.
package enum ModelMode: String, CaseIterable, Sendable {
  /// The next is asked when the endpoint of the one before is down or its account is out of money.
  case fallback
  /// The votes of a step take turns over all of them, so that their errors are less alike.
  case ensemble
}
