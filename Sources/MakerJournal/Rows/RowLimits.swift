import Maker

/// What the numbers of a row can be.
///
/// A run file may come from anywhere, and whoever made it can make the checksums too. So every number is bounded
/// where it is read: no sum, product or date of numbers within these bounds can overflow.
enum RowLimits {
  /// Counts and steps: the whole numbers that a `Double` tells apart.
  static let counts = 0..<(1 << 53)

  /// The samples of one step, and with them its votes, candidates, slots and attempts.
  static let samples = 1 << 20

  /// The wordings of a question: all the orders that choices can be shown in.
  static let wordings = Arrangement.count(of: Arrangement.limit)

  /// Seconds since 1970, before or after: until the end of the year 9999.
  static let date = 253_402_300_799.0

  /// Throws that the row of `what` holds a number that cannot be, unless all are counts.
  static func require(_ numbers: Int..., of what: @autoclosure () -> String) throws {
    for number in numbers where !counts.contains(number) { throw impossible(what()) }
  }

  /// Throws that the row of `what` holds a number that cannot be, unless `holds`.
  static func require(_ holds: Bool, of what: @autoclosure () -> String) throws {
    guard holds else { throw impossible(what()) }
  }

  /// Whether this can be a time in seconds or a price.
  static func isAmount(_ number: Double) -> Bool { number >= 0 && number < Double(counts.upperBound) }

  /// Whether this can be a date, in seconds since 1970.
  static func isDate(_ seconds: Double) -> Bool { abs(seconds) <= date }

  private static func impossible(_ what: String) -> DamagedRow {
    DamagedRow("\(what) holds a number that cannot be")
  }
}

extension RowLimits {
  /// Whether all tokens are counts.
  static func holds(_ usage: Usage) -> Bool {
    counts.contains(usage.inputTokens) && counts.contains(usage.outputTokens)
      && counts.contains(usage.cachedInputTokens) && counts.contains(usage.cacheWriteTokens)
      && counts.contains(usage.reasoningTokens)
  }

  /// Adds tokens to a sum, both within bounds before and after.
  static func add(_ usage: Usage, to sum: inout Usage, of what: @autoclosure () -> String) throws {
    try require(holds(usage), of: what())
    sum += usage
    try require(holds(sum), of: what())
  }
}
