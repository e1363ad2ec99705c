import Maker
/// The metadata and the tensors of a GGUF file, version 3, with every bound checked.
package struct GGUFFile {
  /// A tensor's place in the file. `shape` is in GGUF order: the fastest dimension first.
  package struct Tensor {
    var name: String
    var shape: [Int]
    var type: TensorType
    /// Where its values are, in bytes from the start of the file.
    var range: Range<Int>
  }

  /// The two tensor formats that are read; the raw value is GGML's type number.
  package enum TensorType: UInt32 {
    case float32 = 0
    case float16 = 1

    var bytesPerValue: Int { self == .float32 ? 4 : 2 }
  }

  package let bytes: [UInt8]
  package let metadata: [String: GGUFValue]
  package let tensors: [String: Tensor]

  /// The checksum of the bytes, as 16 hexadecimal digits; it is the one that the file claims.
  package let checksum: String

  /// The metadata key of the checksum. llama.cpp ignores it.
  package static let checksumKey = "maker.checksum"

  package init(_ bytes: [UInt8]) throws(MicroModelError) {
    var reader = ByteReader(bytes)
    let (tensorCount, valueCount) = try Self.header(from: &reader)
    var metadata: [String: GGUFValue] = [:]
    var checksumEnd = 0
    for _ in 0..<valueCount {
      let key = try reader.string("a metadata key")
      let type = try reader.integer(UInt32.self, "the type of \(key)")
      metadata[key] = try GGUFValue.read(type: type, from: &reader)
      if key == Self.checksumKey { checksumEnd = reader.offset }
    }
    var tensors: [String: Tensor] = [:]
    for _ in 0..<tensorCount {
      let tensor = try Self.tensor(from: &reader)
      tensors[tensor.name] = tensor
    }
    let alignment = try Self.alignment(in: metadata)
    let dataStart = (reader.offset + alignment - 1) / alignment * alignment
    for (name, tensor) in tensors {
      tensors[name] = try Self.placed(tensor, after: dataStart, in: bytes)
    }
    self.checksum = try Self.verifiedChecksum(
      bytes, claimed: metadata[Self.checksumKey], endingAt: checksumEnd)
    self.bytes = bytes
    self.metadata = metadata
    self.tensors = tensors
  }

  private static func header(
    from reader: inout ByteReader
  ) throws(MicroModelError) -> (tensors: UInt64, values: UInt64) {
    guard try reader.skip(4, "the file mark").map({ reader.bytes[$0] }) == Array("GGUF".utf8) else {
      throw MicroModelError(.damagedFile, "This is not a GGUF file: its first four bytes are not `GGUF`.")
    }
    let version = try reader.integer(UInt32.self, "the version")
    guard version == 3 else {
      throw MicroModelError(
        .unsupportedModel, "The GGUF file has version \(version), and only version 3 can be read.")
    }
    let tensors = try reader.integer(UInt64.self, "the number of tensors")
    let values = try reader.integer(UInt64.self, "the number of metadata values")
    // A tensor's entry takes at least 24 bytes, a metadata value's at least 13.
    let left = UInt64(reader.bytes.count - reader.offset)
    guard tensors <= left / 24, values <= left / 13 else {
      throw .damaged("the file claims \(tensors) tensors and \(values) metadata values", at: 8)
    }
    return (tensors, values)
  }

  /// Reads one tensor's entry; its range still counts from the start of the tensor data.
  private static func tensor(from reader: inout ByteReader) throws(MicroModelError) -> Tensor {
    let name = try reader.string("a tensor's name")
    let dimensions = try reader.integer(UInt32.self, "the dimensions of \(name)")
    guard (1...4).contains(dimensions) else {
      throw .damaged("tensor \(name) has \(dimensions) dimensions", at: reader.offset)
    }
    var shape: [Int] = []
    var count = 1
    for _ in 0..<dimensions {
      let size = try reader.integer(UInt64.self, "the shape of \(name)")
      let (product, overflow) = count.multipliedReportingOverflow(by: Int(clamping: size))
      // No tensor has more values than the file has bytes; this also keeps the sums below from overflowing.
      guard !overflow, product > 0, product <= reader.bytes.count else {
        throw .damaged("tensor \(name) is larger than the file", at: reader.offset)
      }
      shape.append(Int(size))
      count = product
    }
    let number = try reader.integer(UInt32.self, "the type of \(name)")
    guard let type = TensorType(rawValue: number) else {
      throw .unsupported("tensor \(name) has the GGML type \(number), and only F32 (0) and F16 (1) are read")
    }
    let start = try reader.integer(UInt64.self, "the place of \(name)")
    guard start <= UInt64(reader.bytes.count) else {
      throw .damaged("tensor \(name) begins past the end of the file", at: reader.offset)
    }
    return Tensor(
      name: name, shape: shape, type: type, range: Int(start)..<(Int(start) + count * type.bytesPerValue))
  }

  private static func alignment(in metadata: [String: GGUFValue]) throws(MicroModelError) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard case .integer(let alignment) = value, (8...65_536).contains(alignment), alignment % 8 == 0 else {
      throw .damaged("general.alignment is \(value)", at: 0)
    }
    return Int(alignment)
  }

  private static func placed(
    _ tensor: Tensor, after dataStart: Int, in bytes: [UInt8]
  ) throws(MicroModelError) -> Tensor {
    var placed = tensor
    placed.range = (dataStart + tensor.range.lowerBound)..<(dataStart + tensor.range.upperBound)
    guard placed.range.upperBound <= bytes.count else {
      throw .damaged("tensor \(tensor.name) goes past the end of the file", at: bytes.count)
    }
    return placed
  }
}

extension GGUFFile {
  /// Checks the 16 digits that end at byte `end` against every other byte of the file.
  ///
  /// The whole file counts, not only the weights: a flipped bit in the vocabulary or in the RoPE base
  /// makes wrong answers just as a flipped weight does.
  private static func verifiedChecksum(
    _ bytes: [UInt8], claimed: GGUFValue?, endingAt end: Int
  ) throws(MicroModelError) -> String {
    guard case .string(let claimed) = claimed, claimed.utf8.count == 16 else {
      throw .unsupported("it has no `\(checksumKey)` of 16 hexadecimal digits, so damage could not be found")
    }
    var hash = FNV1a()
    hash.combine(bytes[..<(end - 16)])
    hash.combine(bytes[end...])
    guard hash.digits == claimed else {
      throw MicroModelError(
        .damagedFile,
        "The GGUF file is damaged: its checksum is \(hash.digits) and should be \(claimed); get a fresh copy."
      )
    }
    return claimed
  }

  /// The values of a tensor as 32-bit floats, in file order.
  package func values(of tensor: Tensor) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      let bytes = UnsafeRawBufferPointer(rebasing: bytes[tensor.range])
      let count = bytes.count / tensor.type.bytesPerValue
      switch tensor.type {
      case .float32:
        return (0..<count).map { index in
          Float(
            bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
        }
      case .float16:
        return (0..<count).map { index in
          HalfFloat.widened(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        }
      }
    }
  }
}
