import Maker

/// Why a record was not decided.
///
/// It says nothing of how the votes stood: which of them were in when a limit was reached may depend on which came first, and the
/// rejects of a run that was killed are to be those of one that was not. The ballot is on record, and shown with the record.
public enum RejectReason {
  /// The most characters of a kind.
  private static let kindCharacters = 200

  /// A limit that was reached.
  static func text(of limit: StepLimit) -> String {
    switch limit {
    case .samplesPerStep(let count): "not decided within \(count) samples"
    case .votesPerStep, .attemptsPerSlot, .timePerStep: "\(limit)"
    }
  }

  /// What the reason of a record that the model has no room for begins with.
  private static let tooLong = "it is too long for the model"

  /// A record that the model has no room for.
  ///
  /// - Parameter details: What its provider says, which may have numbers of the very record.
  /// - Returns: The reason.
  static func text(ofTooLong details: String) -> String { "\(tooLong): \(details)" }

  /// A reason short enough to count records by.
  ///
  /// - Parameter reason: The reason of a reject.
  /// - Returns: The same, cut where it is long, and without what a provider says of a record that is too long for its model.
  public static func kind(of reason: String) -> String {
    let beginning = "\(tooLong): "
    // Of several agents the name of the one that rejected it comes first, which has no colon.
    let own = reason.firstRange(of: ": \(beginning)").map { reason.index($0.lowerBound, offsetBy: 2) }
    if reason.hasPrefix(beginning) { return tooLong }
    if let own, reason[..<own].dropLast(2).allSatisfy({ $0 != ":" && $0 != " " }) {
      return String(reason[..<own]) + tooLong
    }
    return reason.count <= kindCharacters ? reason : reason.prefix(kindCharacters - 3) + "..."
  }
}
