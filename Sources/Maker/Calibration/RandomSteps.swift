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
    var stream = Stream(state: seed)
    var chosen: [Int] = []
    let count = min(count, total)
    chosen.reserveCapacity(count)
    if count == total {
      chosen.append(contentsOf: 0..<total)
    } else {
      var known = Set<Int>(minimumCapacity: count)
      for last in total - count..<total {
        let drawn = stream.next(below: last + 1)
        let step = known.insert(drawn).inserted ? drawn : last
        if step == last { known.insert(last) }
        chosen.append(step)
      }
    }
    for place in chosen.indices.dropFirst().reversed() { chosen.swapAt(place, stream.next(below: place + 1)) }
    return chosen
  }

  /// SplitMix64, and even draws from it: the standard library's may change from version to version.
  struct Stream {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    /// An even draw from 0 up to but not including `bound` (Lemire's method).
    mutating func next(below bound: Int) -> Int {
      let bound = UInt64(bound)
      while true {
        let (high, low) = next().multipliedFullWidth(by: bound)
        // The lowest parts of the range would come up once too often.
        if low >= bound || low >= (0 &- bound) % bound { return Int(high) }
      }
    }
  }
}
