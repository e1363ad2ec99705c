internal import MicroModelWeights

/// A tiny language model that runs inside this process: same weights, prompt, temperature and seed, same
/// completion, on every machine.
///
/// Several callers may use one model at the same time; their completions do not depend on each other.
public final class MicroModel: Sendable {
  /// The model's name and the checksum of its file, such as `hanoi-90b3c0e66cfdc05e`.
  public let identity: String

  /// How many weights the file holds.
  public var parameterCount: Int { weights.parameterCount }

  /// The most tokens of a prompt and its completion together.
  public var contextLength: Int { weights.shape.context }

  package let weights: ModelWeights
  package let tokenizer: Tokenizer
  package let pool: WorkspacePool

  /// Loads a model from the bytes of a GGUF file of version 3.
  ///
  /// - Throws: `MicroModelError` when the bytes are damaged, or hold a model that this engine cannot run.
  public init(gguf bytes: [UInt8]) throws(MicroModelError) {
    let file = try GGUFFile(bytes)
    tokenizer = try Tokenizer(file)
    let shape = try ModelShape(file, vocabulary: tokenizer.count)
    weights = try ModelWeights(file, shape: shape)
    pool = WorkspacePool(shape: shape)
    guard case .string(let name) = file.metadata["general.name"] else {
      throw .unsupported("it has no general.name")
    }
    identity = "\(name)-\(file.checksum)"
  }

  /// Loads a model from a GGUF file.
  ///
  /// - Throws: `MicroModelError` when the file cannot be read, is damaged, or holds a model that this engine
  ///   cannot run.
  public convenience init(contentsOf path: String) throws(MicroModelError) {
    try self.init(gguf: FileBytes.read(path))
  }

  /// The names of the models that are part of this library.
  ///
  /// `embedded/hanoi` makes the next move of the Towers of Hanoi. `embedded/multiply` plays the four roles of recursive
  /// solving for products of numbers of up to six digits: it splits products, solves digit times number and sums, and
  /// judges splits and results.
  public static let embeddedNames = ["embedded/hanoi", "embedded/multiply"]

  /// The model that is part of this library under a name.
  ///
  /// - Parameter name: One of ``embeddedNames``.
  /// - Returns: the model, loaded anew.
  /// - Throws: `MicroModelError` when there is no such model.
  public static func embedded(_ name: String) throws(MicroModelError) -> MicroModel {
    let bytes: UnsafeRawBufferPointer
    switch name {
    case "embedded/hanoi": bytes = .init(start: maker_hanoi_gguf(), count: maker_hanoi_gguf_size())
    case "embedded/multiply": bytes = .init(start: maker_multiply_gguf(), count: maker_multiply_gguf_size())
    default:
      let names = embeddedNames.joined(separator: " and ")
      throw MicroModelError(
        .unsupportedModel, "There is no embedded model \(name.debugDescription); there are \(names).")
    }
    return try MicroModel(gguf: Array(bytes))
  }
}
