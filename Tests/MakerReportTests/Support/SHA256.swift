import Foundation

/// The digest by which a browser knows a script (FIPS 180-4), for short texts.
enum SHA256 {
  /// The digest in base 64.
  static func base64(of text: String) -> String {
    var message = Array(text.utf8)
    let bits = UInt64(message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
    let primes = Self.primes(64)
    let constants = primes.map { Self.fraction(of: cbrt(Double($0))) }
    var hash = primes.prefix(8).map { Self.fraction(of: Double($0).squareRoot()) }
    for start in stride(from: 0, to: message.count, by: 64) {
      var words = (0..<16).map { place in
        (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(message[start + 4 * place + $1]) }
      }
      for place in 16..<64 {
        let (early, late) = (words[place - 15], words[place - 2])
        let small = early.rotated(7) ^ early.rotated(18) ^ (early >> 3)
        let large = late.rotated(17) ^ late.rotated(19) ^ (late >> 10)
        words.append(words[place - 16] &+ small &+ words[place - 7] &+ large)
      }
      hash = zip(hash, Self.compressed(hash, words, constants)).map { $0 &+ $1 }
    }
    let bytes = hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
    return Data(bytes).base64EncodedString()
  }

  private static func compressed(_ hash: [UInt32], _ words: [UInt32], _ constants: [UInt32]) -> [UInt32] {
    var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
    var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
    for place in 0..<64 {
      let large = e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)
      let first = h &+ large &+ ((e & f) ^ (~e & g)) &+ constants[place] &+ words[place]
      let small = a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)
      let second = small &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    return [a, b, c, d, e, f, g, h]
  }

  private static func primes(_ count: Int) -> [Int] {
    var primes: [Int] = []
    var number = 2
    while primes.count < count {
      if !primes.contains(where: { number.isMultiple(of: $0) }) { primes.append(number) }
      number += 1
    }
    return primes
  }

  /// The first 32 bits of the fraction.
  private static func fraction(of number: Double) -> UInt32 {
    UInt32((number - number.rounded(.down)) * 4_294_967_296)
  }
}

extension UInt32 {
  fileprivate func rotated(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}
