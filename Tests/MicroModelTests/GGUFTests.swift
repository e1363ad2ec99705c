import Testing

import MicroModel

@Suite("GGUF files")
struct GGUFTests {
  private let small = TinyModel(width: 16, heads: 1, hidden: 16, layers: 1, context: 8)

  @Test("An undamaged file loads, and its identity is its name and checksum")
  func loads() throws {
    let bytes = small.bytes()
    let model = try MicroModel(gguf: bytes)
    let digits = try GGUFFile(bytes).checksum
    #expect(model.identity == "tiny-\(digits)")
    #expect(model.parameterCount == 2 * 17 * 16 + 3 * 16 + 7 * 256)
    #expect(model.contextLength == 8)
  }

  @Test("A file cut off anywhere is refused")
  func truncation() throws {
    let bytes = small.bytes()
    for count in Array(0..<300) + Array(stride(from: 301, to: bytes.count, by: 29)) + [bytes.count - 1] {
      #expect(throws: MicroModelError.self, "\(count) bytes") { try MicroModel(gguf: Array(bytes[..<count])) }
    }
  }

  @Test("A flipped bit anywhere is found")
  func flippedBits() throws {
    let bytes = small.bytes()
    for index in stride(from: 0, to: bytes.count, by: 13) {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      #expect(throws: MicroModelError.self, "byte \(index)") { try MicroModel(gguf: damaged) }
    }
  }

  @Test("Bytes after the end are found")
  func trailingBytes() {
    #expect(throws: MicroModelError.self) { try MicroModel(gguf: small.bytes() + [0]) }
  }

  @Test("Foreign bytes are refused with a sentence that says so")
  func foreignBytes() {
    let error = #expect(throws: MicroModelError.self) {
      try MicroModel(gguf: Array("%PDF-1.7 and so on".utf8))
    }
    #expect(error?.code == .damagedFile)
    #expect(error?.description.contains("not a GGUF file") == true)
  }

  @Test("A newer version is refused by number", arguments: [1, 2, 4, 0x0300_0000] as [UInt32])
  func otherVersions(version: UInt32) {
    var model = small
    model.version = version
    let error = #expect(throws: MicroModelError.self) { try MicroModel(gguf: model.bytes()) }
    #expect(error?.code == .unsupportedModel)
    #expect(error?.description.contains("version \(version)") == true)
  }

  @Test("A shape that the kernels cannot run is refused")
  func otherShapes() {
    let error = #expect(throws: MicroModelError.self) {
      try MicroModel(gguf: TinyModel(width: 32, heads: 1, hidden: 16, layers: 1).bytes())
    }
    #expect(error?.code == .unsupportedModel)
  }

  @Test("A file that is not there is reported with its path")
  func missingFile() {
    let error = #expect(throws: MicroModelError.self) { try MicroModel(contentsOf: "/no/such/file.gguf") }
    #expect(error?.code == .unreadableFile)
    #expect(error?.description.contains("/no/such/file.gguf") == true)
  }

  @Test("Half-precision numbers are widened exactly")
  func halfFloats() {
    let known: [(UInt16, Float)] = [
      (0x0000, 0), (0x3c00, 1), (0xc000, -2), (0x7bff, 65_504), (0x0001, 0x1p-24), (0x03ff, 1023 * 0x1p-24),
      (0x0400, 0x1p-14), (0x3555, 0.333_251_95), (0x7c00, .infinity), (0xfc00, -.infinity),
    ]
    for (bits, value) in known { #expect(HalfFloat.widened(bits) == value) }
    #expect(HalfFloat.widened(0x7e00).isNaN)
  }
}
