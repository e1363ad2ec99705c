/// The seed of a sample, a pure function of the run's seed and the sample's place.
///
/// Order of arrival, number of cores and resumes do not enter, so the same run seed gives the same run, vote for
/// vote. Each part passes through the SplitMix64 finalizer, a bijection that spreads every input bit over all
/// output bits, so neighbouring places get unrelated seeds.
package enum SampleSeed {
  package static func of(run: UInt64, step: Int, slot: Int, attempt: Int) -> UInt64 {
    var mixed = finalized(run &+ 0x9E37_79B9_7F4A_7C15)
    mixed = finalized(mixed ^ UInt64(bitPattern: Int64(step)))
    return finalized(mixed ^ (UInt64(UInt32(truncatingIfNeeded: slot)) << 32) ^ UInt64(attempt))
  }

  private static func finalized(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
