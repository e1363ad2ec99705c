/// The fields of a request that are still to be read. What is null counts as absent, as in the protocol.
struct RequestFields {
  private var members: [JSONMember]
  /// What the names of the fields begin with in errors: empty, or `messages[0].`.
  private let prefix: String

  init(_ value: JSONValue, prefix: String = "") throws(APIError) {
    guard case .object(let members) = value else {
      throw .invalid(
        prefix.isEmpty ? nil : String(prefix.dropLast()),
        prefix.isEmpty
          ? "The body must be a JSON object, not \(value.kind)."
          : "\(prefix.dropLast()) must be an object, not \(value.kind).")
    }
    self.members = members
    self.prefix = prefix
  }

  /// Takes the field of that name; of several the last one counts.
  mutating func take(_ name: String) -> JSONValue? {
    var found: JSONValue?
    while let index = members.lastIndex(where: { $0.name == name }) {
      let value = members.remove(at: index).value
      found = found ?? value
    }
    return found == .null ? nil : found
  }

  mutating func string(_ name: String) throws(APIError) -> String? {
    guard let value = take(name) else { return nil }
    guard case .string(let text) = value else { throw wrongType(name, value, "a string") }
    return text
  }

  mutating func bool(_ name: String) throws(APIError) -> Bool? {
    guard let value = take(name) else { return nil }
    guard case .bool(let answer) = value else { throw wrongType(name, value, "a boolean") }
    return answer
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
    guard let value = take(name) else { return nil }
    guard case .number(let digits) = value else { throw wrongType(name, value, "an integer") }
    guard let number = Int(digits), range.contains(number) else {
      let limits =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .invalid(prefix + name, "\(prefix + name) must be an integer \(limits), not \(digits).")
    }
    return number
  }

  /// A number that is 0 or more.
  mutating func amount(_ name: String) throws(APIError) -> Double? {
    guard let value = take(name) else { return nil }
    guard case .number(let digits) = value else { throw wrongType(name, value, "a number") }
    guard let number = Double(digits), number >= 0, number.isFinite else {
      throw .invalid(prefix + name, "\(prefix + name) must be a number, 0 or more, not \(digits).")
    }
    return number
  }

  /// A seed: any integer of 64 bits, with or without a sign.
  mutating func seed(_ name: String) throws(APIError) -> UInt64? {
    guard let value = take(name) else { return nil }
    guard case .number(let digits) = value else { throw wrongType(name, value, "an integer") }
    guard let seed = UInt64(digits) ?? Int64(digits).map({ UInt64(bitPattern: $0) }) else {
      throw .invalid(prefix + name, "\(prefix + name) must be an integer of 64 bits, not \(digits).")
    }
    return seed
  }

  /// The objects of an array.
  mutating func array(_ name: String) throws(APIError) -> [JSONValue]? {
    guard let value = take(name) else { return nil }
    guard case .array(let values) = value else { throw wrongType(name, value, "an array") }
    return values
  }

  func wrongType(_ name: String, _ value: JSONValue, _ wanted: String) -> APIError {
    .invalid(prefix + name, "\(prefix + name) must be \(wanted), not \(value.kind).", code: "invalid_type")
  }

  /// Refuses every field that is left and would change the reply. One that is known to change nothing, or has the
  /// value that changes nothing, is passed over.
  func refuseRest(ignoring harmless: Set<String>) throws(APIError) {
    for member in members where !harmless.contains(member.name) && !member.isNeutral {
      throw .invalid(
        prefix + member.name,
        "\(prefix + member.name) is not supported by this server with the value it has here; leave it out.",
        code: "unsupported_parameter")
    }
  }
}

extension JSONMember {
  /// Whether the field has the value that it has when it is left out.
  fileprivate var isNeutral: Bool {
    if value == .null { return true }
    switch name {
    case "top_p", "best_of": return number == 1
    case "presence_penalty", "frequency_penalty", "top_logprobs": return number == 0
    case "logprobs", "echo": return value == .bool(false)
    case "stop", "tools", "functions": return value == .array([])
    case "suffix": return value == .string("")
    case "logit_bias": return value == .object([])
    case "modalities": return value == .array([.string("text")])
    case "response_format": return value == .object([JSONMember("type", .string("text"))])
    default: return false
    }
  }

  private var number: Double? {
    if case .number(let digits) = value { return Double(digits) }
    return nil
  }
}
