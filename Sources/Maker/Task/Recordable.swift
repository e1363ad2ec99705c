#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A value with a byte form that a journal keeps and a JSON form that a person reads.
///
/// Integers, strings and every `Codable` type conform by declaring it (`extension Move: Recordable {}`); give
/// your own ``record`` when a million of them should be small.
public protocol Recordable {
  /// The canonical bytes: equal values have equal bytes.
  var record: [UInt8] { get }

  /// The value whose ``record`` these bytes are.
  ///
  /// - Throws: ``MalformedRecord`` when they are no such value's.
  init(record: [UInt8]) throws(MalformedRecord)

  /// The value as one line of JSON.
  var json: String { get }
}

/// Bytes that are not the record of the expected type.
public struct MalformedRecord: Error, Hashable, CustomStringConvertible {
  /// What was found, in words.
  public let description: String

  /// Names what was found, e.g. `"a Pegs record of 3 bytes"`.
  public init(_ description: String) { self.description = description }
}

extension Recordable where Self: Codable {
  /// The UTF-8 bytes of ``json``.
  public var record: [UInt8] { Array(json.utf8) }

  /// Decodes the value from JSON.
  public init(record: [UInt8]) throws(MalformedRecord) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(record))
    } catch {
      throw MalformedRecord("\(Self.self) record of \(record.count) bytes: \(error)")
    }
  }

  /// The value as JSON with its keys in order.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only for numbers JSON has no word for (NaN, infinity): those are null in JSON.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}

extension Int: Recordable {
  /// The decimal digits, which are also its JSON.
  public var record: [UInt8] { Array(description.utf8) }

  /// Reads decimal digits.
  public init(record: [UInt8]) throws(MalformedRecord) {
    guard let value = Int(String(decoding: record, as: UTF8.self)) else {
      throw MalformedRecord("an Int record of \(record.count) bytes")
    }
    self = value
  }

  /// The decimal digits.
  public var json: String { description }
}

extension String: Recordable {
  /// The UTF-8 bytes.
  public var record: [UInt8] { Array(utf8) }

  /// Reads UTF-8; anything else is malformed.
  public init(record: [UInt8]) throws(MalformedRecord) {
    guard let value = String(validating: record, as: UTF8.self) else {
      throw MalformedRecord("a String record of \(record.count) bytes that is not UTF-8")
    }
    self = value
  }
}
