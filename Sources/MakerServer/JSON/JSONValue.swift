/// A JSON value as it was read. A number keeps its digits: a seed has more of them than a `Double` holds.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// What it is called in an error.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A name and its value in an object.
package struct JSONMember: Sendable, Hashable {
  package let name: String
  package let value: JSONValue

  package init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// Text that is not JSON.
package struct JSONSyntaxError: Error, Hashable {
  /// What is wrong, and where.
  package let message: String
}
