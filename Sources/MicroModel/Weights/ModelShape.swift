/// The sizes of a llama-shaped transformer, read from the metadata of its GGUF file.
package struct ModelShape: Hashable, Sendable {
  /// Items of a position's hidden vector.
  package var width: Int
  package var layers: Int
  package var heads: Int
  /// Items of the feed-forward layer between its two steps.
  package var hidden: Int
  /// Tokens in the vocabulary.
  package var vocabulary: Int
  /// The most positions, prompt and completion together.
  package var context: Int
  /// Positions turn at rates from 1 down to about 1 / `ropeBase` radians a position.
  package var ropeBase: Double
  /// Added under the root of RMSNorm.
  package var normEpsilon: Float

  /// Items of one head. The attention kernel holds one head in one vector register.
  package static let headSize = 16

  /// Vectors of 16 logits, the last one padded.
  package var logitBlocks: Int { (vocabulary + 15) / 16 }

  /// Vectors of 16 positions.
  package var contextBlocks: Int { (context + 15) / 16 }
}

extension ModelShape {
  package init(_ file: GGUFFile, vocabulary: Int) throws(MicroModelError) {
    guard file.metadata["general.architecture"] == .string("llama") else {
      throw .unsupported("its architecture is not llama")
    }
    func integer(_ key: String, _ range: ClosedRange<Int64>) throws(MicroModelError) -> Int {
      guard case .integer(let value) = file.metadata["llama.\(key)"], range.contains(value) else {
        throw .unsupported("llama.\(key) has to be a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return Int(value)
    }
    func real(_ key: String, _ range: ClosedRange<Double>) throws(MicroModelError) -> Double {
      guard case .float(let value) = file.metadata["llama.\(key)"], range.contains(value) else {
        throw .unsupported("llama.\(key) has to be a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    self.width = try integer("embedding_length", 16...4096)
    self.layers = try integer("block_count", 1...64)
    self.heads = try integer("attention.head_count", 1...256)
    self.hidden = try integer("feed_forward_length", 16...8192)
    self.context = try integer("context_length", 2...4096)
    self.ropeBase = try real("rope.freq_base", 1...1e9)
    self.normEpsilon = Float(try real("attention.layer_norm_rms_epsilon", 1e-12...0.1))
    self.vocabulary = vocabulary
    let keyHeads = try integer("attention.head_count_kv", 1...256)
    let turned = try integer("rope.dimension_count", 1...4096)
    guard keyHeads == heads, width == heads * Self.headSize, turned == Self.headSize, hidden % 16 == 0 else {
      throw .unsupported(
        "width \(width), \(heads) heads, \(keyHeads) key heads, \(turned) turned items, hidden \(hidden); "
          + "every head has to have \(Self.headSize) items, keys of its own, and hidden a multiple of 16")
    }
  }
}
