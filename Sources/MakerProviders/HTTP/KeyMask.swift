/// Takes a key out of what a server sends back, before anyone can log, show or record it.
///
/// Some servers and proxies quote the key in an error, whole or in part. Every piece of it of ``pieceBytes`` bytes or
/// more is overwritten in errors and headers. A reply is left alone but for the whole key: it is the model's text,
/// and a short key (`EMPTY`, `lm-studio`) is a word that a model may well write.
package struct KeyMask: Sendable {
  /// The shortest piece of a key that counts as one.
  package static let pieceBytes = 8
  /// The shortest key that is looked for in replies.
  package static let longKeyBytes = 16

  private let key: [UInt8]
  private let pieces: Set<UInt64>
  /// One bit for each of 4,096 hashes of a piece: most places of a text are passed over without a look into the set.
  private let filter: [UInt64]

  /// Makes a mask; nil for a key too short to be one.
  package init?(_ key: Secret) {
    let bytes = Array(key.reveal().utf8)
    guard bytes.count >= Self.pieceBytes else { return nil }
    var pieces = Set<UInt64>()
    var filter = [UInt64](repeating: 0, count: 64)
    for start in 0...(bytes.count - Self.pieceBytes) {
      let piece = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
      pieces.insert(piece)
      let hash = Self.hash(piece)
      filter[hash >> 6] |= 1 << UInt64(hash & 63)
    }
    self.key = bytes
    self.pieces = pieces
    self.filter = filter
  }

  /// Overwrites the key in an answer.
  package func apply(to answer: inout HTTPAnswer) {
    if (200..<300).contains(answer.status) {
      if key.count >= Self.longKeyBytes { overwrite(whole(in: answer.body), in: &answer.body) }
    } else {
      overwrite(found(in: answer.body), in: &answer.body)
    }
    for place in answer.headers.fields.indices {
      let value = answer.headers.fields[place].value
      guard value.utf8.count >= Self.pieceBytes else { continue }
      var bytes = Array(value.utf8)
      let ranges = found(in: bytes)
      guard !ranges.isEmpty else { continue }
      overwrite(ranges, in: &bytes)
      var fields = answer.headers.fields
      fields[place].value = String(decoding: bytes, as: UTF8.self)
      answer.headers = HTTPHeaderFields(fields)
    }
  }

  private func overwrite(_ ranges: [Range<Int>], in bytes: inout [UInt8]) {
    for range in ranges {
      for place in range { bytes[place] = UInt8(ascii: "*") }
    }
  }

  /// Where pieces of the key are.
  private func found(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    scan(bytes) { place, piece in
      guard pieces.contains(piece) else { return }
      if let last = ranges.last, last.upperBound >= place {
        ranges[ranges.count - 1] = last.lowerBound..<place + Self.pieceBytes
      } else {
        ranges.append(place..<place + Self.pieceBytes)
      }
    }
    return ranges
  }

  /// Where the whole key is.
  private func whole(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    scan(bytes) { place, _ in
      guard place + key.count <= bytes.count, bytes[place..<place + key.count].elementsEqual(key) else {
        return
      }
      ranges.append(place..<place + key.count)
    }
    return ranges
  }

  private func scan(_ bytes: [UInt8], _ visit: (Int, UInt64) -> Void) {
    guard bytes.count >= Self.pieceBytes else { return }
    bytes.withUnsafeBytes { raw in
      for place in 0...(raw.count - Self.pieceBytes) {
        let piece = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let hash = Self.hash(piece)
        if filter[hash >> 6] & (1 << UInt64(hash & 63)) != 0 { visit(place, piece) }
      }
    }
  }

  private static func hash(_ piece: UInt64) -> Int {
    Int(truncatingIfNeeded: (piece &* 0x9E37_79B9_7F4A_7C15) >> 52)
  }
}
