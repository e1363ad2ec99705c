/// Puts `***` in the place of keys in a text that somebody else wrote. Pure.
///
/// It covers the keys it was given, every piece of eight or more bytes of one, and whatever looks like a key: a word
/// that begins as providers begin theirs, what follows `Bearer`, the value of a field named for a key.
package struct Mask: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The shortest piece of a known key that is covered. Shorter ones are part of many words.
  static let pieceBytes = 8

  private let shortKeys: [[UInt8]]
  /// Every run of eight bytes of the longer keys, packed.
  private let pieces: Set<UInt64>

  /// Covers what looks like a key, and these.
  package init(_ secrets: [Secret] = []) {
    let keys = secrets.map { Array($0.reveal().utf8) }.filter { !$0.isEmpty }
    shortKeys = keys.filter { $0.count < Self.pieceBytes }
    pieces = Set(keys.flatMap { key in Self.windows(key) })
  }

  /// Never a key.
  package var description: String { "<mask>" }
  /// Never a key.
  package var debugDescription: String { "<mask>" }
  /// Nothing: the pieces would make up the key.
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// The text without keys.
  package func callAsFunction(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var covered = [Bool](repeating: false, count: bytes.count)
    coverKnown(bytes, &covered)
    KeyShapes(bytes).cover(&covered)
    guard covered.contains(true) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if !covered[index] {
        result.append(byte)
      } else if index == 0 || !covered[index - 1] {
        result.append(contentsOf: "***".utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func coverKnown(_ bytes: [UInt8], _ covered: inout [Bool]) {
    if !pieces.isEmpty {
      for (start, window) in Self.windows(bytes).enumerated() where pieces.contains(window) {
        for index in start..<start + Self.pieceBytes { covered[index] = true }
      }
    }
    for key in shortKeys where bytes.count >= key.count {
      for start in 0...bytes.count - key.count where bytes[start..<start + key.count].elementsEqual(key) {
        for index in start..<start + key.count { covered[index] = true }
      }
    }
  }

  /// Each run of eight bytes, packed into a number.
  private static func windows(_ bytes: [UInt8]) -> [UInt64] {
    guard bytes.count >= pieceBytes else { return [] }
    var window: UInt64 = 0
    var windows: [UInt64] = []
    windows.reserveCapacity(bytes.count - pieceBytes + 1)
    for (index, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      if index >= pieceBytes - 1 { windows.append(window) }
    }
    return windows
  }
}

/// Finds what is shaped like a key.
struct KeyShapes {
  /// How providers begin their keys.
  private static let beginnings = [
    "sk-", "sk_", "gsk_", "xai-", "hf_", "pplx-", "tgp_", "rk-", "sess-", "aiza", "ghp_", "eyj",
  ].map { Array($0.utf8) }
  /// Names of fields that hold keys.
  private static let fields = [
    "authorization", "x-api-key", "api-key", "api_key", "apikey", "access_token", "secret",
  ].map { Array($0.utf8) }
  private static let bearer = Array("bearer".utf8)
  private static let basic = Array("basic ".utf8)

  private let bytes: [UInt8]
  private let lowered: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  func cover(_ covered: inout [Bool]) {
    for start in lowered.indices where start == 0 || !Self.isWord(lowered[start - 1]) {
      if let range = key(at: start) ?? bearer(at: start) ?? field(at: start) {
        for index in range { covered[index] = true }
      }
    }
  }

  /// `sk-abc123`: a known beginning and at least four bytes more.
  private func key(at start: Int) -> Range<Int>? {
    guard let beginning = Self.beginnings.first(where: { has($0, at: start) }) else { return nil }
    var end = start
    while end < lowered.count, Self.isKey(lowered[end]) { end += 1 }
    // A sentence may end right after the key.
    while end > start, lowered[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return end - start >= beginning.count + 4 ? start..<end : nil
  }

  /// The word after `Bearer`.
  private func bearer(at start: Int) -> Range<Int>? {
    guard has(Self.bearer, at: start) else { return nil }
    let value = skip(from: start + Self.bearer.count) { $0 == 0x20 }
    let end = skip(from: value, while: Self.isValue)
    return value > start + Self.bearer.count && end - value >= 4 ? value..<end : nil
  }

  /// The value in `x-api-key: value`, `"api_key":"value"`, `apikey=value`.
  private func field(at start: Int) -> Range<Int>? {
    guard let name = Self.fields.first(where: { has($0, at: start) }) else { return nil }
    var at = skip(from: start + name.count) { $0 == UInt8(ascii: "\"") || $0 == 0x27 || $0 == 0x20 }
    guard at < lowered.count, lowered[at] == UInt8(ascii: ":") || lowered[at] == UInt8(ascii: "=") else {
      return nil
    }
    at = skip(from: at + 1) { $0 == UInt8(ascii: "\"") || $0 == 0x27 || $0 == 0x20 }
    if has(Self.bearer, at: at) { return nil }
    var end = skip(from: at, while: Self.isValue)
    if has(Self.basic, at: at) { end = skip(from: skip(from: end) { $0 == 0x20 }, while: Self.isValue) }
    return end > at ? at..<end : nil
  }

  private func has(_ word: [UInt8], at start: Int) -> Bool {
    lowered.count - start >= word.count && lowered[start..<start + word.count].elementsEqual(word)
  }

  private func skip(from start: Int, while holds: (UInt8) -> Bool) -> Int {
    var at = start
    while at < lowered.count, holds(lowered[at]) { at += 1 }
    return at
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private static func isKey(_ byte: UInt8) -> Bool {
    isWord(byte) && byte < 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
      || byte == UInt8(ascii: ".")
  }

  private static func isValue(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != UInt8(ascii: "\"") && byte != 0x27 && byte != UInt8(ascii: ",")
      && byte != UInt8(ascii: ";") && byte != UInt8(ascii: "}")
  }
}
