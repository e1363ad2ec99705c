/// What a program says on its standard error, line by line, bounded in every way.
struct ProgramMessages {
  private let longest: Int
  private let most: Int
  private var line: [UInt8] = []
  private var isCut = false
  private var told = 0
  /// The last line that was not empty; it often says why a program ended.
  private(set) var last: String?

  init(_ limits: ProgramLimits) {
    longest = limits.messageBytes
    most = limits.messages
  }

  /// Takes in bytes, and tells every line that is whole.
  mutating func take(_ bytes: ArraySlice<UInt8>, tell: (String) -> Void) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        finish(tell: tell)
      } else if line.count < longest {
        line.append(byte)
      } else {
        isCut = true
      }
    }
  }

  /// Tells a last line that has no line feed.
  mutating func finish(tell: (String) -> Void) {
    defer {
      line.removeAll(keepingCapacity: true)
      isCut = false
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty else { return }
    let text = String(decoding: line, as: UTF8.self) + (isCut ? " ... (cut)" : "")
    last = text
    told += 1
    if told <= most {
      tell(text)
    } else if told == most + 1 {
      tell("(more than \(most) lines; the rest is not shown)")
    }
  }
}
