/// The key that a client has to show. It is in no description.
public struct AccessKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let bytes: [UInt8]

  /// Keeps a key; nil for an empty one, which would let everybody in.
  public init?(_ key: String) {
    guard !key.isEmpty else { return nil }
    bytes = Array(key.utf8)
  }

  /// Never the key.
  public var description: String { "<key>" }
  /// Never the key.
  public var debugDescription: String { "<key>" }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// Whether an `authorization` field shows the key, in a time that tells nothing about the key.
  package func admits(_ authorization: String?) -> Bool {
    let scheme = "bearer "
    guard let authorization, authorization.prefix(scheme.count).lowercased() == scheme else { return false }
    let shown = Array(authorization.utf8.dropFirst(scheme.utf8.count))
    var difference = UInt8(shown.count == bytes.count ? 0 : 1)
    for (index, byte) in shown.enumerated() { difference |= byte ^ bytes[index % bytes.count] }
    return difference == 0
  }
}
