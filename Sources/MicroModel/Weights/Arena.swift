/// Memory for the kernels, allocated piece by piece and freed all at once with the arena.
///
/// The kernels take unsafe pointers because a bounds check, or counting references to arrays, costs as much
/// in their inner loops as the arithmetic. Every index comes from a `ModelShape` that was checked when the
/// model was loaded, and whoever hands out a pointer keeps the arena.
package final class Arena {
  private var pieces: [UnsafeMutableRawPointer] = []

  package init() {}

  /// `count` elements that begin as `value`, on cache lines of their own.
  package func allocate<Element: BitwiseCopyable>(
    repeating value: Element, count: Int
  ) -> UnsafeMutablePointer<Element> {
    let piece = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Element>.stride,
      alignment: max(64, MemoryLayout<Element>.alignment))
    pieces.append(piece)
    return piece.initializeMemory(as: Element.self, repeating: value, count: count)
  }

  deinit {
    for piece in pieces { piece.deallocate() }
  }
}

extension UnsafeMutablePointer where Pointee == Float {
  /// The same memory as vectors of 16 numbers. Rows are multiples of 16 numbers long.
  @inline(__always)
  package var vectors: UnsafeMutablePointer<SIMD16<Float>> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: SIMD16<Float>.self)
  }
}
