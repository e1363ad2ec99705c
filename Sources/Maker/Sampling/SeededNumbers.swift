/// Random numbers of a seed (SplitMix64, Steele et al. 2014), the same on every machine: the standard library's may change
/// from version to version.
package struct SeededNumbers: Sendable {
  private var state: UInt64

  /// The numbers of a seed.
  package init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// An even draw from 0 up to but not including `bound`, 1 or more (Lemire's method).
  package mutating func number(below bound: Int) -> Int {
    let bound = UInt64(bound)
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      // The lowest parts of the range would come up once too often.
      if low >= bound || low >= (0 &- bound) % bound { return Int(high) }
    }
  }

  /// Whether something happens that does so with a probability from 0 to 1.
  package mutating func happens(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
}
