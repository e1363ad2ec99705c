import ArgumentParser
import Maker

/// Whether a calibration's samples go out one by one or in batches: ``BatchingOptions`` in its words.
struct CalibrationBatchingOptions: ParsableArguments {
  @Flag(
    help: "Send the samples through the provider's batch interface: half the price, done in hours.")
  var batch = false
  @Option(
    parsing: .unconditional,
    help: """
      Most steps sampled at once with --batch, 1 to 10000000 (default: all of them; with --precision more each time, \
      from 128 up).
      """)
  var batchWindow: Int?
  @Option(
    parsing: .unconditional,
    help: "Longest time between two looks at a batch, such as 5m (default: 5m).")
  var batchPoll: String?
  @Flag(
    help: """
      Give up a batch of which the provider cannot tell what became of it; it may be paid for twice (default: the \
      calibration stops at it).
      """)
  var giveUpLostBatches = false

  func validate() throws { try choice.validate() }

  /// How batches are gone about; nil where samples go out one by one.
  var options: BatchOptions? { batch ? choice.options : nil }

  private var choice: BatchingOptions {
    var choice = BatchingOptions()
    (choice.batch, choice.giveUpLostBatches) = (batch, giveUpLostBatches)
    (choice.batchWindow, choice.batchPoll) = (batchWindow, batchPoll)
    return choice
  }
}
