/// A description of faults that cannot be read; its description is one sentence to show a person.
public struct FaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with which part, and what is allowed.
  public let description: String

  static func fault(_ text: String) -> FaultPlanError {
    let kinds = Fault.allCases.map(\.rawValue).joined(separator: ", ")
    return FaultPlanError(
      description:
        "The fault \(text.debugDescription) is not KIND:RATE with a rate from 0 to 1, such as 429:0.05; "
        + "the kinds are \(kinds).")
  }

  static func sum(_ sum: Double) -> FaultPlanError {
    FaultPlanError(description: "The rates of the faults add up to \(sum); together they may be 1 at most.")
  }

  static func latency(_ text: String) -> FaultPlanError {
    FaultPlanError(
      description: "The latency \(text.debugDescription) is not fixed:TIME, uniform:LEAST,MOST or "
        + "lognormal:MEDIAN,SIGMA, such as lognormal:400ms,0.8; a time is up to 1h and ends in us, ms, s, m or h, "
        + "and sigma is from 0 to 10.")
  }
}
