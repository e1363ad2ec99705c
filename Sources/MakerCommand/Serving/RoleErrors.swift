import ArgumentParser
import MakerSolve

/// How often the roles of a simulation err, as the command line says it.
enum RoleErrors {
  /// Reads `solver=0.1,0.02,0.5`: wrong, malformed, and the share of wrong replies that are alike.
  ///
  /// - Parameter texts: What was given.
  /// - Returns: The errors by role.
  /// - Throws: `ValidationError` that says what is wrong with it.
  static func read(_ texts: [String]) throws -> [SimulatedArithmetic.Role: SimulatedArithmetic.Errors] {
    var errors: [SimulatedArithmetic.Role: SimulatedArithmetic.Errors] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let role = SimulatedArithmetic.Role(rawValue: String(parts[0])) else {
        let names = SimulatedArithmetic.Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          "--role is ROLE=WRONG[,MALFORMED[,ALIKE]] with a role of \(names), not \(PlainText.short(text)).")
      }
      let shares = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? -1 }
      guard 1...3 ~= shares.count, shares.allSatisfy({ 0...1 ~= $0 }),
        shares[0] + (shares.count > 1 ? shares[1] : 0) <= 1
      else {
        throw ValidationError(
          "--role \(PlainText.short(text)): the shares are from 0 to 1, and wrong and malformed together at most 1."
        )
      }
      try require(errors[role] == nil, "--role names \(role.rawValue) twice.")
      errors[role] = .init(
        wrong: shares[0], malformed: shares.count > 1 ? shares[1] : 0, alike: shares.count > 2 ? shares[2] : 0
      )
    }
    return errors
  }
}
