/// One metadata value of a GGUF file, in the types that a language model needs.
package enum GGUFValue: Equatable {
  case integer(Int64)
  case float(Double)
  case boolean(Bool)
  case string(String)
  case array([GGUFValue])
}

extension GGUFValue {
  /// Reads a value of a type number of the GGUF specification.
  package static func read(
    type: UInt32, from reader: inout ByteReader, depth: Int = 0
  ) throws(MicroModelError) -> GGUFValue {
    let what = "a metadata value"
    switch type {
    case 0: return .integer(Int64(try reader.integer(UInt8.self, what)))
    case 1: return .integer(Int64(try reader.integer(Int8.self, what)))
    case 2: return .integer(Int64(try reader.integer(UInt16.self, what)))
    case 3: return .integer(Int64(try reader.integer(Int16.self, what)))
    case 4: return .integer(Int64(try reader.integer(UInt32.self, what)))
    case 5: return .integer(Int64(try reader.integer(Int32.self, what)))
    case 6: return .float(Double(Float(bitPattern: try reader.integer(UInt32.self, what))))
    case 7: return try boolean(from: &reader)
    case 8: return .string(try reader.string(what))
    case 9: return try array(from: &reader, depth: depth)
    case 10: return .integer(Int64(clamping: try reader.integer(UInt64.self, what)))
    case 11: return .integer(try reader.integer(Int64.self, what))
    case 12: return .float(Double(bitPattern: try reader.integer(UInt64.self, what)))
    default: throw .damaged("a metadata value has the unknown type \(type)", at: reader.offset)
    }
  }

  private static func boolean(from reader: inout ByteReader) throws(MicroModelError) -> GGUFValue {
    switch try reader.integer(UInt8.self, "a truth value") {
    case 0: return .boolean(false)
    case 1: return .boolean(true)
    case let other: throw .damaged("a truth value is \(other)", at: reader.offset - 1)
    }
  }

  private static func array(
    from reader: inout ByteReader, depth: Int
  ) throws(MicroModelError) -> GGUFValue {
    let type = try reader.integer(UInt32.self, "the type of an array")
    let count = try reader.integer(UInt64.self, "the length of an array")
    // Every item takes at least one byte: a damaged length must not reserve memory or loop for hours.
    guard count <= UInt64(reader.bytes.count - reader.offset), depth < 4 else {
      throw .damaged("an array claims \(count) items", at: reader.offset)
    }
    var items: [GGUFValue] = []
    items.reserveCapacity(Int(count))
    for _ in 0..<count {
      items.append(try read(type: type, from: &reader, depth: depth + 1))
    }
    return .array(items)
  }
}
