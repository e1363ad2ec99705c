import Maker
import Testing

@Suite struct SampleSeedTests {
  @Test func `no two places share a seed`() {
    var seeds: Set<UInt64> = []
    var places = 0
    for run: UInt64 in [0, 1, 2, .max] {
      for step in Array(0..<300) + [1 << 20, 1 << 40] {
        for slot in 0..<20 {
          for attempt in 0..<4 {
            seeds.insert(SampleSeed.of(run: run, step: step, slot: slot, attempt: attempt))
            places += 1
          }
        }
      }
    }
    #expect(seeds.count == places)
  }

  @Test func `the seeds of a run never change`() {
    // Computed apart: a recorded run is repeated with them.
    #expect(SampleSeed.of(run: 0, step: 0, slot: 0, attempt: 0) == 0x33fe_8bd4_f9c5_7863)
    #expect(SampleSeed.of(run: 0, step: 0, slot: 1, attempt: 0) == 0xaca5_9c76_90df_87eb)
    #expect(SampleSeed.of(run: 42, step: 1_048_574, slot: 3, attempt: 1) == 0xa0d3_bb1e_a7b5_4684)
  }

  @Test func `neighbouring places differ in about half their bits`() {
    var differing = 0
    for step in 0..<1_000 {
      let here = SampleSeed.of(run: 9, step: step, slot: 0, attempt: 0)
      differing += (here ^ SampleSeed.of(run: 9, step: step + 1, slot: 0, attempt: 0)).nonzeroBitCount
      differing += (here ^ SampleSeed.of(run: 9, step: step, slot: 1, attempt: 0)).nonzeroBitCount
      differing += (here ^ SampleSeed.of(run: 9, step: step, slot: 0, attempt: 1)).nonzeroBitCount
    }
    #expect((31.5...32.5).contains(Double(differing) / 3_000))
  }
}
