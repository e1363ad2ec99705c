/// The weights of a model, laid out for the kernels. Never changes after `init`.
///
/// `@unchecked Sendable`: it holds memory that is only read.
package final class ModelWeights: @unchecked Sendable {
  /// One layer of the transformer. Norm weights are folded into the matrices that follow them.
  package struct Layer {
    /// Keys, then values, then queries: the last layer needs the first two at every position, and the
    /// queries only where logits are wanted.
    var keyValueQuery: FixedPointMatrix
    var output: FixedPointMatrix
    /// Blocks of 16 gates and 16 ups, alternating.
    var gateUp: FixedPointMatrix
    var down: FixedPointMatrix
  }

  package let shape: ModelShape
  package let layers: [Layer]
  package let head: FixedPointMatrix

  /// The hidden vector of each token, `[vocabulary][width]`.
  package let embedding: UnsafePointer<Float>

  /// Keys, values and queries of the first layer for each token, `[vocabulary][3 * width]`: they depend
  /// on the token alone, so they are computed once.
  package let firstKeyValueQuery: UnsafePointer<Float>

  /// `[context]` cosines of a position's angles, one for each pair of items of a head.
  package let cosines: UnsafePointer<SIMD8<Float>>
  /// `[context]` sines.
  package let sines: UnsafePointer<SIMD8<Float>>

  /// Weights in the file, for people.
  package let parameterCount: Int

  private let arena: Arena

  package init(_ file: GGUFFile, shape: ModelShape) throws(MicroModelError) {
    var source = TensorSource(file: file)
    let arena = Arena()
    let width = shape.width
    let embedding = try source.matrix("token_embd", rows: shape.vocabulary, columns: width)
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      layers.append(try Self.layer("blk.\(index)", shape: shape, from: &source, in: arena))
    }
    let finalNorm = try source.vector("output_norm", count: width)
    let head = try source.matrix("output", rows: shape.vocabulary, columns: width)
    self.shape = shape
    self.layers = layers
    self.head = FixedPointMatrix(head.map { zip($0, finalNorm).map(*) }, columns: width, in: arena)
    let table = arena.allocate(repeating: 0 as Float, count: shape.vocabulary * width)
    for (index, value) in embedding.joined().enumerated() { table[index] = value }
    self.embedding = UnsafePointer(table)
    self.firstKeyValueQuery = Self.firstProducts(layers[0], embedding: table, shape: shape, in: arena)
    (self.cosines, self.sines) = RotaryPositions.tables(shape, in: arena)
    self.arena = arena
    self.parameterCount = source.valueCount
  }

  private static func layer(
    _ name: String, shape: ModelShape, from source: inout TensorSource, in arena: Arena
  ) throws(MicroModelError) -> Layer {
    let (width, hidden) = (shape.width, shape.hidden)
    let attention = try AttentionMatrices(name, shape: shape, from: &source)
    let feedNorm = try source.vector("\(name).ffn_norm", count: width)
    let gate = try source.matrix("\(name).ffn_gate", rows: hidden, columns: width, after: feedNorm)
    let up = try source.matrix("\(name).ffn_up", rows: hidden, columns: width, after: feedNorm)
    let down = try source.matrix("\(name).ffn_down", rows: width, columns: hidden)
    let interleaved = stride(from: 0, to: hidden, by: 16).flatMap {
      gate[$0..<($0 + 16)] + up[$0..<($0 + 16)]
    }
    return Layer(
      keyValueQuery: FixedPointMatrix(
        attention.key + attention.value + attention.query, columns: width, in: arena),
      output: FixedPointMatrix(attention.output, columns: width, in: arena),
      gateUp: FixedPointMatrix(interleaved, columns: width, in: arena),
      down: FixedPointMatrix(down, columns: hidden, in: arena))
  }

  private static func firstProducts(
    _ layer: Layer, embedding: UnsafeMutablePointer<Float>, shape: ModelShape, in arena: Arena
  ) -> UnsafePointer<Float> {
    let tokens = 0..<shape.vocabulary
    let matrix = layer.keyValueQuery
    let products = arena.allocate(repeating: 0 as Float, count: tokens.count * matrix.rows)
    let scratch = Arena()
    let input = FixedPointRows(count: tokens.count, columns: shape.width, in: scratch)
    input.setNormalized(embedding, rows: tokens, epsilon: shape.normEpsilon)
    matrix.multiply(input, rows: tokens, blocks: 0..<matrix.blocks, into: products)
    return withExtendedLifetime(scratch) { UnsafePointer(products) }
  }
}
