import ArgumentParser
import Maker

/// Whether samples go out one by one or in batches.
struct BatchingOptions: ParsableArguments {
  @Flag(
    help: """
      Vote on many steps at once through the provider's batch interface: half the price, done in hours. The states of \
      the steps are drafted, and a vote counts only if the decided answers lead to its state.
      """)
  var batch = false
  @Option(
    parsing: .unconditional,
    help:
      "Most steps voted on at once with --batch, 1 to 10000000 (default: as many as one batch has room for).")
  var batchWindow: Int?
  @Option(
    parsing: .unconditional,
    help: "Longest time between two looks at a batch, such as 5m (default: 5m).")
  var batchPoll: String?
  @Flag(
    help: """
      Give up a batch of which the provider cannot tell what became of it; it may be paid for twice (default: the run \
      stops at it).
      """)
  var giveUpLostBatches = false

  func validate() throws {
    if let batchWindow {
      try require(
        (1...10_000_000).contains(batchWindow),
        "--batch-window must be from 1 to 10000000, not \(batchWindow).")
    }
    if let batchPoll {
      try require(poll != nil, "--batch-poll must be a time from 1ms to 1h, such as 30s, not \(batchPoll).")
    }
  }

  /// How batches are gone about.
  var options: BatchOptions {
    var options = BatchOptions(
      window: batchWindow, sendsBatches: batch, givesUpLostBatches: giveUpLostBatches)
    if let poll {
      options.longestPoll = poll
      options.firstPoll = min(options.firstPoll, poll)
    }
    return options
  }

  /// The longest time between two looks; nil for the default.
  var poll: Duration? {
    batchPoll.flatMap { Duration(settingText: $0) }.flatMap {
      $0 >= .milliseconds(1) && $0 <= .seconds(3600) ? $0 : nil
    }
  }
}
