package import Maker

/// The header field a key goes into.
package enum KeyHeader: Sendable, Hashable {
  /// `Authorization: Bearer KEY`.
  case bearer
  /// `x-api-key: KEY`.
  case apiKey

  package func field(with key: Secret) -> (name: String, value: String) {
    switch self {
    case .bearer: ("authorization", "Bearer \(key.reveal())")
    case .apiKey: ("x-api-key", key.reveal())
    }
  }
}

extension Secret {
  /// The key without blanks and line breaks around it, which files and pasted keys often have.
  ///
  /// - Parameter source: Where it came from, for the message.
  /// - Returns: The key as a header takes it.
  /// - Throws: ``Maker/LanguageModelError`` for one that no header can hold; the message does not show it.
  package func checked(from source: String) throws(LanguageModelError) -> Secret {
    let bytes = Array(reveal().utf8)
    let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    guard start < end else { throw LanguageModelError(.unauthorized, "The key in \(source) is empty.") }
    let key = bytes[start..<end]
    guard key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw LanguageModelError(
        .unauthorized,
        "The key in \(source) holds a blank, a line break or another character that keys do not have.")
    }
    return Secret(String(decoding: key, as: UTF8.self))
  }
}
