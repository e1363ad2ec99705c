/// The SplitMix64 generator (Steele, Lea and Flood, 2014): one per sample, so that a sample's luck does not
/// depend on its neighbours. Any seed is as good as any other.
package struct SplitMix64 {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// The next number from 0 up to but not including 1, with 53 random bits.
  package mutating func nextUniform() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    return Double(mixed >> 11) * 0x1p-53
  }
}
