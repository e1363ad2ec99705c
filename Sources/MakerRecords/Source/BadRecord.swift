public import MakerAgents

/// A record of the input that cannot be read. It costs no other record.
public struct BadRecord: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line it begins on, from 1.
  public let line: Int
  /// What is wrong with it, without its place and without a full stop.
  public let reason: String

  /// Makes a bad record.
  public init(line: Int, reason: String) { (self.line, self.reason) = (line, reason) }

  /// The line and the reason.
  public var description: String { "line \(line): \(reason)" }
}

/// A record with its place in the input.
public struct RecordRow: Sendable {
  /// Which record it is, from 0.
  public let index: Int
  /// The line it begins on, from 1.
  public let line: Int
  /// The record, or why it cannot be read.
  public let record: Result<AgentRecord, BadRecord>
  /// The bytes it was read from, without the line end; of one that is too long the first.
  let bytes: ArraySlice<UInt8>

  /// The text it was read from, without the line end.
  ///
  /// Bytes that are no UTF-8 are replaced by U+FFFD; of a record that is too long the first 1,000 bytes are there.
  public var input: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes it was read from, to be read again, UTF-8 or not; nil where they are too many to be kept.
  public var wholeInput: ArraySlice<UInt8>? {
    if case .failure(let bad) = record, bad.reason == RecordSplitter.overlongReason { return nil }
    return bytes
  }
}
