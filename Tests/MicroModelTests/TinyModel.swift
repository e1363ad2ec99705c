import Maker
import MicroModel

/// A transformer small enough for damage tests and for a debug build, with made-up weights.
struct TinyModel {
  var width = 32
  var heads = 2
  var hidden = 48
  var layers = 2
  var context = 32
  var version: UInt32 = 3
  /// `#` is the token that ends a completion; `abc` is there to be preferred over `ab` and `c`.
  var texts = ["<unk>", "#", "a", "b", "c", "ab", "abc", "\n", " d", "e", "[", "]", "é", "0", "1", "2", "3"]

  /// The bytes of its GGUF file, with a right checksum.
  func bytes() -> [UInt8] {
    var file = GGUFWriter()
    file.begin(version: version, tensors: 3 + 9 * layers, values: 14)
    file.add("general.architecture", string: "llama")
    file.add("general.name", string: "tiny")
    file.add("llama.embedding_length", integer: width)
    file.add("llama.block_count", integer: layers)
    file.add("llama.attention.head_count", integer: heads)
    file.add("llama.attention.head_count_kv", integer: heads)
    file.add("llama.feed_forward_length", integer: hidden)
    file.add("llama.context_length", integer: context)
    file.add("llama.rope.dimension_count", integer: 16)
    file.add("llama.rope.freq_base", float: 1000)
    file.add("llama.attention.layer_norm_rms_epsilon", float: 1e-5)
    file.addVocabulary(texts, end: 1)
    file.addTensors(tensors())
    return file.sealed()
  }

  /// Names, shapes in GGUF order, and values.
  private func tensors() -> [(name: String, shape: [Int], values: [Float])] {
    var numbers = Numbers()
    func matrix(_ name: String, _ rows: Int, _ columns: Int, _ scale: Float) -> (String, [Int], [Float]) {
      (name + ".weight", [columns, rows], (0..<(rows * columns)).map { _ in numbers.next() * scale })
    }
    func norm(_ name: String) -> (String, [Int], [Float]) {
      (name + ".weight", [width], (0..<width).map { _ in 1 + numbers.next() / 2 })
    }
    var tensors = [matrix("token_embd", texts.count, width, 1)]
    for layer in 0..<layers {
      let name = "blk.\(layer)."
      tensors += [
        norm(name + "attn_norm"), matrix(name + "attn_q", width, width, 0.5),
        matrix(name + "attn_k", width, width, 0.5), matrix(name + "attn_v", width, width, 0.25),
        matrix(name + "attn_output", width, width, 0.25), norm(name + "ffn_norm"),
        matrix(name + "ffn_gate", hidden, width, 0.25), matrix(name + "ffn_up", hidden, width, 0.25),
        matrix(name + "ffn_down", width, hidden, 0.25),
      ]
    }
    return tensors + [norm("output_norm"), matrix("output", texts.count, width, 0.25)]
  }

  /// Made-up numbers from -1 to 1 that half precision holds exactly.
  private struct Numbers {
    private var state: UInt32 = 1

    mutating func next() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int(state >> 24) - 128) / 128
    }
  }
}

/// Writes the parts of a GGUF file that the tests need. Matrices are F16, vectors F32.
struct GGUFWriter {
  private var bytes: [UInt8] = []
  private var checksumEnd = 0

  mutating func begin(version: UInt32, tensors: Int, values: Int) {
    bytes = Array("GGUF".utf8)
    append(version)
    append(UInt64(tensors))
    append(UInt64(values + 2))
    add("general.alignment", integer: 32)
    add("maker.checksum", string: "0000000000000000")
    checksumEnd = bytes.count
  }

  mutating func add(_ key: String, string: String) {
    append(key)
    append(UInt32(8))
    append(string)
  }

  mutating func add(_ key: String, integer: Int) {
    append(key)
    append(UInt32(4))
    append(UInt32(integer))
  }

  mutating func add(_ key: String, float: Float) {
    append(key)
    append(UInt32(6))
    append(float.bitPattern)
  }

  /// Three values: the token texts, their kinds, and the token that ends a completion.
  mutating func addVocabulary(_ texts: [String], end: Int) {
    // The specials of a vocabulary: unknown, control; everything else is user-defined.
    append("tokenizer.ggml.tokens")
    append(UInt32(9))
    append(UInt32(8))
    append(UInt64(texts.count))
    for text in texts { append(text) }
    append("tokenizer.ggml.token_type")
    append(UInt32(9))
    append(UInt32(5))
    append(UInt64(texts.count))
    for token in texts.indices { append(UInt32(token == 0 ? 2 : token == end ? 3 : 4)) }
    add("tokenizer.ggml.eos_token_id", integer: end)
  }

  mutating func addTensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) {
    var data: [UInt8] = []
    for (name, shape, values) in tensors {
      append(name)
      append(UInt32(shape.count))
      for size in shape { append(UInt64(size)) }
      append(UInt32(shape.count == 1 ? 0 : 1))
      append(UInt64(data.count))
      for value in values {
        if shape.count == 1 {
          withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 }
        } else {
          withUnsafeBytes(of: Self.half(value).littleEndian) { data += $0 }
        }
      }
      data += repeatElement(0, count: (32 - data.count % 32) % 32)
    }
    bytes += repeatElement(0, count: (32 - bytes.count % 32) % 32)
    bytes += data
  }

  /// The bytes with their checksum in place.
  func sealed() -> [UInt8] {
    var hash = FNV1a()
    hash.combine(bytes[..<(checksumEnd - 16)])
    hash.combine(bytes[checksumEnd...])
    var sealed = bytes
    sealed.replaceSubrange((checksumEnd - 16)..<checksumEnd, with: Array(hash.digits.utf8))
    return sealed
  }

  /// The bits of a number that half precision holds exactly, and that is 0 or at least 2^-14.
  private static func half(_ value: Float) -> UInt16 {
    guard value != 0 else { return 0 }
    let bits = value.bitPattern
    let exponent = Int(bits >> 23 & 0xff) - 127 + 15
    return UInt16(bits >> 16 & 0x8000) | UInt16(exponent << 10) | UInt16(bits >> 13 & 0x3ff)
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  private mutating func append(_ text: String) {
    append(UInt64(text.utf8.count))
    bytes += Array(text.utf8)
  }
}
