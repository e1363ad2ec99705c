/// The temperatures of a step's samples.
public struct Temperatures: Sendable, Hashable {
  /// The temperature of the first attempt at the first vote.
  public let first: Double
  /// The temperature of every other sample.
  public let rest: Double

  /// Two temperatures: one for the first vote, another for the rest.
  ///
  /// - Parameters:
  ///   - first: Of the first vote; 0 means the most likely reply, which is asked for once only.
  ///   - rest: Of every other sample, above 0: the same deterministic call is never made twice.
  public init(first: Double, rest: Double) {
    precondition(first >= 0 && first.isFinite, "a temperature is 0 or more")
    precondition(rest > 0 && rest.isFinite, "repeated samples need a temperature above 0")
    self.first = first
    self.rest = rest
  }

  /// The paper's: 0 for the first vote, 0.1 for the rest.
  public static let paper = Temperatures(first: 0, rest: 0.1)

  /// One temperature for every sample, above 0.
  public static func uniform(_ temperature: Double) -> Temperatures {
    Temperatures(first: temperature, rest: temperature)
  }

  /// The temperature of one sample. A flagged first sample is resampled at ``rest``.
  func of(slot: Int, attempt: Int) -> Double { slot == 0 && attempt == 0 ? first : rest }
}
