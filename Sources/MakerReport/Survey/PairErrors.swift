/// Whether the first two votes of a step are wrong together more often than by chance.
package struct PairErrors: Sendable, Hashable {
  /// Steps with two votes.
  package var pairs = 0
  /// Steps whose first vote was wrong.
  package var first = 0
  /// Steps whose second vote was wrong.
  package var second = 0
  /// Steps whose first two votes were both wrong.
  package var both = 0
  /// Of these, those whose two votes were alike.
  package var alike = 0
  /// Steps whose first two replies hold no two answers: they are in none of the counts.
  package var unknown = 0
  /// Steps of which the replies are not on record: they are in none of the counts either.
  package var unrecorded = 0

  /// How many steps would have both votes wrong, were errors independent.
  package var expected: Double { pairs > 0 ? Double(first) * Double(second) / Double(pairs) : 0 }

  /// Counts a step at which both were right.
  package mutating func countRight() { pairs += 1 }

  /// Counts a step by its first two votes and what is taken for right.
  package mutating func count<Answer: Equatable>(_ one: Answer, _ other: Answer, right: Answer) {
    pairs += 1
    first += one == right ? 0 : 1
    second += other == right ? 0 : 1
    guard one != right, other != right else { return }
    both += 1
    alike += one == other ? 1 : 0
  }
}
