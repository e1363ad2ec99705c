/// The form of a JSON answer: the part of JSON Schema (draft 2020-12) that agents know.
///
/// What it does not know is a mistake of the file and not passed over: an answer is held to all of it.
public struct AnswerSchema: Sendable {
  /// The types that JSON Schema names.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case null, boolean, integer, number, string, array, object
  }

  /// The types that a value may have; all when empty.
  var kinds: [Kind] = []
  /// The canonical JSON of the values that it may be; nil for any.
  var allowed: Set<[UInt8]>?
  /// The first of them, as it was written.
  var firstAllowed: AgentValue?
  /// How these values are told in an error.
  var allowedText = ""
  /// One of these has to hold; none when empty.
  var alternatives: [AnswerSchema] = []

  var properties: [(name: String, schema: AnswerSchema)] = []
  var required: [String] = []
  var takesOtherProperties = true
  /// The schema of a list's values: none or one.
  var items: [AnswerSchema] = []
  var itemCounts = 0...Int.max
  var itemsAreUnique = false

  var minimum: DecimalNumber?
  var maximum: DecimalNumber?
  var exclusiveMinimum: DecimalNumber?
  var exclusiveMaximum: DecimalNumber?

  var lengths = 0...Int.max
  var pattern: TextPattern?

  /// The schema as it was written, as JSON.
  public internal(set) var json = "{}"

  /// Whether it is for objects and nothing else.
  var isOfObjects: Bool { kinds == [.object] }
}
