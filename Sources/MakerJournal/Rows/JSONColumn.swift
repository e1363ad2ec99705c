#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON as it stands in a column: keys sorted, so that equal values are equal text.
enum JSONColumn {
  static func of(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func read<Value: Decodable>(_ text: String?, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data((text ?? "").utf8))
  }
}

/// A row that is not as it was written.
struct DamagedRow: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
