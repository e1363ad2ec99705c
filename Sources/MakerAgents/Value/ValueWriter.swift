extension AgentValue {
  /// The value as one line of JSON, with numbers as they were written and members in their order.
  public var json: String {
    var writer = ValueWriter(isCanonical: false)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The value as canonical JSON: members by the bytes of their names, every number in its one form, no white space.
  ///
  /// Values that mean the same have the same canonical JSON, and others never do.
  public var canonicalJSON: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The bytes of ``canonicalJSON``.
  var canonicalBytes: [UInt8] {
    var writer = ValueWriter(isCanonical: true)
    writer.write(self)
    return writer.bytes
  }
}

/// Writes values as JSON without white space.
struct ValueWriter {
  /// What was written.
  private(set) var bytes: [UInt8] = []
  /// Whether members are sorted and numbers take their one form.
  let isCanonical: Bool

  init(isCanonical: Bool) { self.isCanonical = isCanonical }

  mutating func write(_ value: AgentValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let bool): bytes += (bool ? "true" : "false").utf8
    case .number(let number): bytes += (isCanonical ? number.canonical : number.text).utf8
    case .string(let text): write(text)
    case .list(let values):
      writeList(values) { writer, value in writer.write(value) }
    case .object(let members):
      let members =
        isCanonical ? members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : members
      writeObject(members.map { ($0.name, $0.value) }) { writer, value in writer.write(value) }
    }
  }

  mutating func writeList<Value>(_ values: [Value], _ each: (inout ValueWriter, Value) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      each(&self, value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func writeObject<Value>(_ members: [(String, Value)], _ each: (inout ValueWriter, Value) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    for (index, (name, value)) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(name)
      bytes.append(UInt8(ascii: ":"))
      each(&self, value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Puts in JSON that was written before.
  mutating func writeJSON(_ json: [UInt8]) { bytes += json }

  mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0x0A: bytes += "\\n".utf8
      case 0x22: bytes += "\\\"".utf8
      case 0x5C: bytes += "\\\\".utf8
      case ..<0x20: bytes += ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
