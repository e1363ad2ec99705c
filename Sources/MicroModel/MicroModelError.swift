/// Why a model could not be loaded or could not answer; its description is one sentence to show a person.
public struct MicroModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure, for code that reacts to it.
  public enum Code: Hashable, Sendable {
    /// The file cannot be read.
    case unreadableFile
    /// The bytes are not a GGUF file, or are damaged.
    case damagedFile
    /// The file is in order, but this engine cannot run the model in it.
    case unsupportedModel
    /// The text has a part that is in no token of the vocabulary.
    case unknownText
    /// A request that no model can answer, such as a negative temperature or a prompt that is too long.
    case invalidRequest
  }

  /// The kind of failure.
  public let code: Code

  /// What failed, where, and what to do about it.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  static func damaged(_ what: String, at offset: Int) -> MicroModelError {
    MicroModelError(
      .damagedFile, "The GGUF file is damaged: \(what) at byte \(offset); get a fresh copy of the file.")
  }

  static func unsupported(_ what: String) -> MicroModelError {
    MicroModelError(
      .unsupportedModel,
      "This model cannot run in the embedded engine: \(what); export one with Training/export_gguf.py.")
  }
}
