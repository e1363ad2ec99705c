/// Takes tensors out of a GGUF file, and checks their shapes and values on the way.
package struct TensorSource {
  package let file: GGUFFile
  /// How many values were taken so far.
  private(set) var valueCount = 0

  package init(file: GGUFFile) {
    self.file = file
  }

  package mutating func vector(_ name: String, count: Int) throws(MicroModelError) -> [Float] {
    try values("\(name).weight", shape: [count])
  }

  /// The rows of a matrix. A norm's weights in `after` multiply the columns, since they multiply its input.
  package mutating func matrix(
    _ name: String, rows: Int, columns: Int, after norm: [Float]? = nil
  ) throws(MicroModelError) -> [[Float]] {
    let values = try values("\(name).weight", shape: [columns, rows])
    return (0..<rows).map { row in
      let items = values[(row * columns)..<((row + 1) * columns)]
      guard let norm else { return Array(items) }
      return zip(items, norm).map(*)
    }
  }

  private mutating func values(_ name: String, shape: [Int]) throws(MicroModelError) -> [Float] {
    guard let tensor = file.tensors[name] else { throw .unsupported("it has no tensor \(name)") }
    guard tensor.shape == shape else {
      throw .unsupported(
        "tensor \(name) has the shape \(tensor.shape), and \(shape) follows from the metadata")
    }
    let values = file.values(of: tensor)
    guard values.allSatisfy({ abs($0) < 1e9 }) else {
      throw .unsupported("tensor \(name) has values that are not finite numbers below 1e9")
    }
    valueCount += values.count
    return values
  }
}
