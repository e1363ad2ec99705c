public import Maker

/// An answer that a program read out of a reply: any JSON value.
///
/// Two answers are equal when they are the same JSON value: the order of keys, white space, escapes and the way a
/// number is written (1.50, 1.5, 15e-1) do not matter. Texts are compared by their code points; a program that wants
/// `Yes` and `yes` to be one vote answers in one way.
public struct ProgramAnswer: Hashable, Recordable, Sendable {
  /// The value as canonical JSON in UTF-8: keys in order, numbers without needless digits, no spaces.
  public let record: [UInt8]

  package init(_ value: ProgramJSON) { record = value.bytes(.canonical) }

  /// Reads an answer as a person types it: any JSON, in any form.
  ///
  /// - Parameter json: One JSON value.
  /// - Throws: `MalformedRecord` that says what is wrong and where.
  public init(json: String) throws(MalformedRecord) {
    self.init(try ProgramJSON(Array(json.utf8)))
  }

  /// Reads a record; one that is not canonical is malformed.
  public init(record: [UInt8]) throws(MalformedRecord) {
    self.init(try ProgramJSON(record))
    guard self.record == record else { throw MalformedRecord("an answer that is not canonical JSON") }
  }

  /// The value as one line of JSON.
  public var json: String { String(decoding: record, as: UTF8.self) }
}

extension ProgramJSON {
  /// Reads JSON as part of a record.
  init(_ bytes: [UInt8]) throws(MalformedRecord) {
    do throws(ProgramJSONReader.Failure) {
      self = try ProgramJSONReader.read(bytes)
    } catch {
      throw MalformedRecord("\(bytes.count) bytes that are not JSON, \(error)")
    }
  }
}
