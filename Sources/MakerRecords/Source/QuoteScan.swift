/// Looks for the end of a row of a table in which there are quotes.
struct QuoteScan {
  enum Outcome {
    /// The row ends before ``QuoteScan/position``.
    case ended
    /// The bytes do not tell.
    case undecided
    /// A quote stands where none may, and what is wrong in words.
    case misplaced(String)
  }

  private enum Place {
    case fieldStart, plain, quoted
    /// After a quote that closes, or is the first of two.
    case closed
    /// After a carriage return that follows a quote that closes.
    case lineEnd
  }

  private let separator: UInt8
  /// The bytes that were looked at.
  private(set) var position = 0
  /// The line ends among them.
  private(set) var lines = 0
  private var place = Place.fieldStart

  /// Begins with a row whose cells have this byte between them.
  init(separator: UInt8) { self.separator = separator }

  /// Whether a quote is open.
  var isOpen: Bool { place == .quoted }

  /// Goes on at ``position`` with bytes that begin with the row.
  mutating func look(at bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    let (quote, comma, newline) = (RecordSplitter.quote, separator, UInt8(0x0A))
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == newline { lines += 1 }
      switch (place, byte) {
      case (.quoted, quote): place = .closed
      case (.quoted, _): break
      case (.closed, quote): place = .quoted
      case (.fieldStart, quote): place = .quoted
      case (.fieldStart, comma), (.plain, comma), (.closed, comma): place = .fieldStart
      case (.fieldStart, newline), (.plain, newline), (.closed, newline), (.lineEnd, newline): return .ended
      case (.closed, 0x0D): place = .lineEnd
      case (.closed, _), (.lineEnd, _): return .misplaced("text follows a quote that closes")
      case (.plain, quote):
        return .misplaced("a quote stands within a field that does not begin with one")
      case (.fieldStart, _), (.plain, _): place = .plain
      }
    }
    return .undecided
  }
}
