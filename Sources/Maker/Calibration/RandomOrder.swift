/// All numbers below a total in random order, one at a time, the same for the same seed on every machine and in every
/// version.
///
/// Memory grows with the numbers that were drawn, and not with how many there are to choose from: it is the shuffle of
/// Fisher and Yates that remembers only the places it has touched.
package struct RandomOrder: Sequence, IteratorProtocol, Sendable {
  private var stream: SeededNumbers
  /// The numbers that are left stand at the places from 0 up to here.
  private var left: Int
  /// The numbers at places that have another one than their own.
  private var moved: [Int: Int] = [:]

  /// Numbers from 0 up to but not including `total`.
  ///
  /// - Parameters:
  ///   - total: How many there are to choose from, 0 or more.
  ///   - seed: Fixes the order.
  package init(of total: Int, seed: UInt64) {
    precondition(total >= 0, "a number of steps is 0 or more")
    (left, stream) = (total, SeededNumbers(seed: seed))
  }

  /// The next number; nil after the last.
  package mutating func next() -> Int? {
    guard left > 0 else { return nil }
    let place = stream.number(below: left)
    left -= 1
    let drawn = moved[place] ?? place
    let last = moved.removeValue(forKey: left) ?? left
    if place != left { moved[place] = last }
    return drawn
  }
}
