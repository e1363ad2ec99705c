/// The vote on a step in waves: k samples at once, then as many as the ballot still lacks, until it is decided.
///
/// The lead of the right answer over a single wrong one is a Markov chain. From a lead l a wave of k - |l| samples is
/// launched; each is right with chance vp, wrong with v(1-p), and flagged else, and what was flagged is launched again
/// with the next wave. No wave can pass a lead of k, so its ballots are those of the vote itself.
package struct VotingWaves: Sendable {
  /// The greatest k it computes: its time grows with the third power of k.
  package static let greatestLead = 128

  private let k: Int
  /// For waves of 1, 2 and so on samples, the chances that the lead changes by -n...n.
  private let changes: [[Double]]

  /// A vote; nil above ``greatestLead``.
  package init?(p: Double, v: Double, k: Int) {
    guard 1...Self.greatestLead ~= k else { return nil }
    self.k = k
    var changes = [[1.0]]
    for n in 1...k {
      var next = [Double](repeating: 0, count: 2 * n + 1)
      for (index, chance) in changes[n - 1].enumerated() {
        next[index] += chance * v * (1 - p)
        next[index + 1] += chance * (1 - v)
        next[index + 2] += chance * v * p
      }
      changes.append(next)
    }
    self.changes = changes
  }

  /// The expected sum, over the waves of a step, of what a wave of so many samples is worth.
  ///
  /// With 1 for each wave it is the number of waves, with n the number of samples, with its time the time of a step.
  ///
  /// - Parameter worth: What a wave of so many samples, from 1 to k, adds.
  /// - Returns: The solution x of x(l) = worth(k - |l|) + sum of P(l, l') x(l') over undecided leads l', at l = 0.
  package func expected(_ worth: (_ samples: Int) -> Double) -> Double {
    let size = 2 * k - 1
    let worths = (0...k).map { $0 == 0 ? 0 : worth($0) }
    var rows = (0..<size).map { index in
      let lead = index - (k - 1)
      let samples = k - abs(lead)
      var row = [Double](repeating: 0, count: size + 1)
      for (offset, chance) in changes[samples].enumerated() {
        let next = index + offset - samples
        if row.indices.dropLast() ~= next { row[next] -= chance }
      }
      row[index] += 1
      row[size] = worths[samples]
      return row
    }
    // Elimination without pivoting: the diagonal outweighs its row, since every wave may decide.
    // Leads are removed from the ends inwards, so that the lead of 0 is the last and the sums stay of one sign.
    let order = (0..<size).sorted { abs($0 - (k - 1)) > abs($1 - (k - 1)) }
    for (place, pivot) in order.enumerated() {
      let pivotRow = rows[pivot]
      for other in order[(place + 1)...] where rows[other][pivot] != 0 {
        let factor = rows[other][pivot] / pivotRow[pivot]
        for column in 0...size { rows[other][column] -= factor * pivotRow[column] }
      }
    }
    return rows[k - 1][size] / rows[k - 1][k - 1]
  }
}
