/// Draws of distinct steps, the same for the same seed on every machine and in every version.
enum RandomSteps {
  /// `count` distinct numbers from 0 up to but not including `total`, in random order.
  ///
  /// Floyd's algorithm: as many draws as numbers, however many there are to choose from. The order is shuffled,
  /// so that a calibration that ends early has a random part of them.
  ///
  /// - Parameters:
  ///   - count: How many; all of them when there are no more.
  ///   - total: How many there are to choose from.
  ///   - seed: Fixes the draw.
  /// - Returns: The numbers.
  static func draw(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
    precondition(count >= 0 && total >= 0, "a number of steps is 0 or more")
    var stream = SeededNumbers(seed: seed)
    var chosen: [Int] = []
    let count = min(count, total)
    chosen.reserveCapacity(count)
    if count == total {
      chosen.append(contentsOf: 0..<total)
    } else {
      var known = Set<Int>(minimumCapacity: count)
      for last in total - count..<total {
        let drawn = stream.number(below: last + 1)
        let step = known.insert(drawn).inserted ? drawn : last
        if step == last { known.insert(last) }
        chosen.append(step)
      }
    }
    for place in chosen.indices.dropFirst().reversed() {
      chosen.swapAt(place, stream.number(below: place + 1))
    }
    return chosen
  }
}
