/// A JSON value as it was read. Numbers without a fraction that fit are integers; members keep their order.
package enum JSONValue: Sendable, Hashable {
  /// One member of an object.
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case integer(Int)
  case real(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// The member of that name; the last one when there are several, as most readers have it. A null counts as absent.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self,
      let value = members.last(where: { $0.key == key })?.value, value != .null
    else { return nil }
    return value
  }

  /// The text, of a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, of an integer or of a fraction that is whole.
  package var integer: Int? {
    switch self {
    case .integer(let value): value
    case .real(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number.
  package var real: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  /// The elements, of an array.
  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members, of an object.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}
