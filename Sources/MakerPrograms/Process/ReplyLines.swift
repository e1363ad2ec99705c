/// What a program has written to its standard output and nobody has taken yet, as lines.
struct ReplyLines {
  /// The most bytes of a line.
  let longest: Int
  private var bytes: [UInt8] = []
  /// How many of them are known to hold no line feed.
  private var searched = 0

  init(longest: Int) { self.longest = longest }

  var isEmpty: Bool { bytes.isEmpty }

  /// Whether a line is longer than it may be.
  var isOverlong: Bool { bytes.count > longest }

  mutating func append(_ more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }

  /// Takes the next line, without its line feed; nil while it is not whole.
  mutating func next() -> [UInt8]? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      return nil
    }
    let line = Array(bytes[..<end])
    bytes.removeFirst(end + 1)
    searched = 0
    return line
  }
}
