internal import Maker

/// Reads a list in Python's notation from a place in a reply on, and flags whatever is none.
struct ListReader {
  private let reply: ReplyBytes
  private let name: StaticString
  private var position: Int

  /// A reader of the value of `name` that begins at `start`.
  init(_ reply: ReplyBytes, valueOf name: StaticString, at start: Int) {
    self.reply = reply
    self.name = name
    position = start
  }

  /// Reads `[item, item, ...]`, white space anywhere, a comma after the last item allowed as in Python.
  @inline(__always)
  mutating func list(
    of item: (inout ListReader) throws(Flagged) -> Void
  ) throws(Flagged) {
    guard next() == UInt8(ascii: "[") else { throw malformed("is no list") }
    position += 1
    while next() != UInt8(ascii: "]") {
      try item(&self)
      switch next() {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"): break
      default: throw malformed("has a list that is not closed or lacks commas")
      }
    }
    position += 1
  }

  /// Reads an integer without a sign; no number of the game is negative, and `-0` is how a confused head
  /// writes 0.
  ///
  /// One too large for the game is cut down to a number that is still too large.
  @inline(__always)
  mutating func integer() throws(Flagged) -> Int {
    _ = next()
    let start = position
    let (value, end) = reply.digits(from: start)
    // Leading zeros are no integer in Python or JSON either.
    guard end > start, end == start + 1 || reply[start] != UInt8(ascii: "0") else {
      throw malformed("has an item that is no integer")
    }
    position = end
    return value
  }

  /// Checks that the value does not go on after its list: no bracket too many, no index, no second list.
  mutating func end() throws(Flagged) {
    let end = position
    if next() == UInt8(ascii: ",") { position += 1 }
    switch next() {
    case UInt8(ascii: "]"): throw malformed("has a bracket too many")
    case UInt8(ascii: "[") where !reply.hasLineBreak(in: end..<position):
      throw malformed("goes on after its list")
    default: return
    }
  }

  /// A finding about the value.
  func malformed(_ finding: String) -> Flagged { Flagged(.malformed, "\(name) \(finding)") }

  /// Goes on to the next byte that is no white space and returns it; nil at the end of the reply.
  @inline(__always)
  private mutating func next() -> UInt8? {
    position = reply.skippingWhiteSpace(from: position)
    return reply[position]
  }
}
