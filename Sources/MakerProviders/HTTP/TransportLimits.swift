/// What a transport allows an exchange.
package struct TransportLimits: Sendable, Hashable {
  /// The most time for a connection to stand, its handshake included.
  package var connect: Duration = .seconds(10)
  /// The most time from the request to the first byte of its answer.
  package var firstByte: Duration = .seconds(300)
  /// The most time from the request to the last byte of its answer.
  package var reply: Duration = .seconds(600)
  /// The most bytes of an answer, unpacked.
  package var answerBytes = 16 << 20
  /// The most connections at a time.
  package var connections = 200

  package init() {}

  /// The most bytes of an answer that is not 2xx; what is longer is cut: a status and its first words say enough.
  static let errorBytes = 1 << 20
  /// An answer longer than this may not be packed more than ``unpackRatio`` times.
  static let unpackFreeBytes = 1 << 20
  /// How many times longer an unpacked answer may be than the packed one.
  static let unpackRatio = 200
}

extension Duration {
  /// The duration in words: `250 ms`, `1.5 s`, `10 min`.
  package var inWords: String {
    let seconds = self / .seconds(1)
    if seconds < 1 { return "\(Self.short(seconds * 1000)) ms" }
    if seconds < 120 { return "\(Self.short(seconds)) s" }
    return seconds < 7200 ? "\(Self.short(seconds / 60)) min" : "\(Self.short(seconds / 3600)) h"
  }

  private static func short(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded() ? "\(Int(min(rounded, 1e15)))" : "\(rounded)"
  }
}
