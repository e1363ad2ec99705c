extension FixedPointMatrix {
  /// Multiplies rows of `input` by the matrix, giving the outputs of `blocks` (16 outputs each).
  ///
  /// Output `o` of row `r` goes to `output[r * rows + o]`; what is there is replaced, or is added to with
  /// `adding`. Rows are taken four at a time, so that a weight is loaded once for four of them.
  package func multiply(
    _ input: FixedPointRows, rows selected: Range<Int>, blocks: Range<Int>,
    into output: UnsafeMutablePointer<Float>, adding: Bool = false
  ) {
    let target = Target(
      vectors: output.vectors, stride: self.blocks, scales: UnsafePointer(input.scales), adding: adding)
    let items = UnsafePointer(input.pairs)
    var row = selected.lowerBound
    while row + 4 <= selected.upperBound {
      for block in blocks { multiplyFour(items, row, block, target) }
      row += 4
    }
    while row < selected.upperBound {
      multiplyOne(items, row, blocks, target)
      row += 1
    }
  }

  /// Where results go, and what the inputs' units are worth.
  private struct Target {
    let vectors: UnsafeMutablePointer<SIMD16<Float>>
    /// Vectors from one row to the next.
    let stride: Int
    let scales: UnsafePointer<Float>
    let adding: Bool

    @inline(__always)
    func store(_ sum: SIMD16<Int32>, row: Int, block: Int, scale: SIMD16<Float>) {
      let value = sum.asFloats * scale * scales[row]
      let place = row * stride + block
      vectors[place] = adding ? vectors[place] + value : value
    }
  }

  /// One block of outputs of four rows.
  @inline(__always)
  private func multiplyFour(_ items: UnsafePointer<Int32>, _ row: Int, _ block: Int, _ target: Target) {
    let weight = weights + block * pairs
    let first = items + row * pairs
    let (second, third, fourth) = (first + pairs, first + 2 * pairs, first + 3 * pairs)
    var sum0 = SIMD16<Int32>(repeating: 0)
    var (sum1, sum2, sum3) = (sum0, sum0, sum0)
    for pair in 0..<pairs {
      let weight = weight[pair]
      sum0 &+= weight.pairProducts(first[pair])
      sum1 &+= weight.pairProducts(second[pair])
      sum2 &+= weight.pairProducts(third[pair])
      sum3 &+= weight.pairProducts(fourth[pair])
    }
    let scale = scales[block]
    target.store(sum0, row: row, block: block, scale: scale)
    target.store(sum1, row: row + 1, block: block, scale: scale)
    target.store(sum2, row: row + 2, block: block, scale: scale)
    target.store(sum3, row: row + 3, block: block, scale: scale)
  }

  /// All blocks of outputs of one row, four at a time, so that their additions do not wait for each other.
  @inline(__always)
  private func multiplyOne(_ items: UnsafePointer<Int32>, _ row: Int, _ blocks: Range<Int>, _ target: Target)
  {
    let items = items + row * pairs
    var block = blocks.lowerBound
    while block + 4 <= blocks.upperBound {
      let first = weights + block * pairs
      let (second, third, fourth) = (first + pairs, first + 2 * pairs, first + 3 * pairs)
      var sum0 = SIMD16<Int32>(repeating: 0)
      var (sum1, sum2, sum3) = (sum0, sum0, sum0)
      for pair in 0..<pairs {
        let item = items[pair]
        sum0 &+= first[pair].pairProducts(item)
        sum1 &+= second[pair].pairProducts(item)
        sum2 &+= third[pair].pairProducts(item)
        sum3 &+= fourth[pair].pairProducts(item)
      }
      target.store(sum0, row: row, block: block, scale: scales[block])
      target.store(sum1, row: row, block: block + 1, scale: scales[block + 1])
      target.store(sum2, row: row, block: block + 2, scale: scales[block + 2])
      target.store(sum3, row: row, block: block + 3, scale: scales[block + 3])
      block += 4
    }
    while block < blocks.upperBound {
      let weight = weights + block * pairs
      var sum = SIMD16<Int32>(repeating: 0)
      for pair in 0..<pairs { sum &+= weight[pair].pairProducts(items[pair]) }
      target.store(sum, row: row, block: block, scale: scales[block])
      block += 1
    }
  }
}
