/// What is wrong with a file of prices.
public struct PriceTableError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The place in it, `models / openai/gpt-4.1-mini / date`; empty for the file as a whole.
  public let key: String
  /// What is wrong there, and the remedy.
  public let problem: String

  /// Makes an error.
  public init(file: String, key: String, problem: String) {
    self.file = file
    self.key = key
    self.problem = problem
  }

  /// One sentence: the file, the place, what is wrong and the remedy.
  public var description: String { key.isEmpty ? "\(file): \(problem)" : "\(file), at \(key): \(problem)" }
}
