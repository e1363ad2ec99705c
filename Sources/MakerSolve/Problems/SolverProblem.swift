/// A problem with its right result, to measure solvers with.
public struct SolverProblem: Sendable, Hashable, Codable {
  /// Its name among others: at most 100 letters, digits, `_`, `.` and `-`.
  public let id: String
  /// What is asked.
  public let question: String
  /// The right result. It is never shown to a model.
  public let answer: String

  /// Makes a problem.
  ///
  /// - Parameters:
  ///   - id: Its name among others.
  ///   - question: What is asked.
  ///   - answer: The right result.
  public init(id: String, question: String, answer: String) {
    (self.id, self.question, self.answer) = (id, question, answer)
  }

  /// Why its name cannot be one; nil when it can.
  public var problemWithID: String? {
    let isPlain = id.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x5F].contains(byte)
    }
    guard isPlain, 1...100 ~= id.utf8.count else {
      return "an id has 1 to 100 letters, digits, points, _ and -"
    }
    return nil
  }
}
