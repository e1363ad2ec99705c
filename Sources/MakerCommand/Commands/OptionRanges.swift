/// The ranges of options that several commands have, each refused in the same words.
enum OptionRanges {
  static func check(temperature: Double?) throws {
    guard let temperature else { return }
    try require(
      temperature >= 0.001 && temperature <= 1000,
      "--temperature must be from 0.001 to 1000, not \(temperature).")
  }

  static func check(maxReplyTokens: Int?) throws {
    guard let maxReplyTokens else { return }
    try require(
      (1...1_000_000).contains(maxReplyTokens),
      "--max-reply-tokens must be from 1 to 1000000, not \(maxReplyTokens).")
  }

  static func check(rungSamples: Int) throws {
    try require(
      (0...1_000_000).contains(rungSamples), "--rung-samples must be from 0 to 1000000, not \(rungSamples).")
  }

  static func check(maxRejects: Int?) throws {
    guard let maxRejects else { return }
    try require(
      (0...1_000_000_000).contains(maxRejects),
      "--max-rejects must be from 0 to 1000000000, not \(maxRejects).")
  }

  static func check(target: Double) throws {
    try require(target > 0 && target < 1, "--target must be above 0 and below 1, not \(target).")
  }

  /// A lead of one vote never sees a vote outvoted, so there is nothing to raise it for.
  static func check(adaptK: Bool, k: Int?) throws {
    try require(
      !adaptK || k != 1,
      "With --k 1 no vote is ever outvoted, so --adapt-k sees nothing; choose --k 2 or more.")
  }
}
