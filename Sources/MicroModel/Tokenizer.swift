/// Turns text into tokens and back: at each place the longest vocabulary entry that matches is taken.
package struct Tokenizer: Sendable {
  /// The text of each token; control tokens have none.
  private let texts: [[UInt8]]

  /// Each byte's column in `nodes`; 0 for a byte that is in no token.
  private let columns: [UInt16]
  private let columnCount: Int

  /// A tree of bytes: row `n`, column `c` is the row that follows, 0 for none. Row 0 is the root.
  private let nodes: [UInt16]

  /// The token that ends at a row, -1 for none.
  private let tokenAtNode: [Int16]

  /// The token that ends a completion.
  package let endToken: Int

  /// How many tokens there are.
  package var count: Int { texts.count }

  /// `texts[t]` is the text of token `t`; nil for a token that stands for no text, such as the end.
  package init(texts: [String?], endToken: Int) throws(MicroModelError) {
    guard (1...8192).contains(texts.count), texts.indices.contains(endToken) else {
      throw .unsupported("its vocabulary has \(texts.count) tokens and ends with token \(endToken)")
    }
    self.texts = texts.map { Array(($0 ?? "").utf8) }
    self.endToken = endToken
    var columns = [UInt16](repeating: 0, count: 256)
    var columnCount = 1
    for byte in self.texts.joined() where columns[Int(byte)] == 0 {
      columns[Int(byte)] = UInt16(columnCount)
      columnCount += 1
    }
    var nodes = [UInt16](repeating: 0, count: columnCount)
    var tokenAtNode: [Int16] = [-1]
    for (token, text) in self.texts.enumerated() where !text.isEmpty {
      var node = 0
      for byte in text {
        let place = node * columnCount + Int(columns[Int(byte)])
        if nodes[place] == 0 {
          guard tokenAtNode.count < Int(UInt16.max) else { throw .unsupported("its vocabulary is too long") }
          nodes[place] = UInt16(tokenAtNode.count)
          tokenAtNode.append(-1)
          nodes += repeatElement(0, count: columnCount)
        }
        node = Int(nodes[place])
      }
      tokenAtNode[node] = Int16(token)
    }
    self.columns = columns
    self.columnCount = columnCount
    self.nodes = nodes
    self.tokenAtNode = tokenAtNode
  }

  /// The tokens of a text. Throws where no token matches.
  package func tokens(of text: String) throws(MicroModelError) -> [Int] {
    var text = text
    var tokens: [Int] = []
    tokens.reserveCapacity(64)
    let stop = text.withUTF8 { bytes -> Int in
      var start = 0
      while start < bytes.count {
        let (token, end) = longestMatch(in: bytes, from: start)
        guard token >= 0 else { return start }
        tokens.append(token)
        start = end
      }
      return start
    }
    guard stop == text.utf8.count else {
      let rest = String(decoding: text.utf8.dropFirst(stop).prefix(16), as: UTF8.self)
      throw MicroModelError(
        .unknownText,
        "No token of the model matches \(rest.debugDescription) at byte \(stop) of the text; "
          + "it was trained on other text.")
    }
    return tokens
  }

  private func longestMatch(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (token: Int, end: Int) {
    var found = (token: -1, end: start)
    var node = 0
    var index = start
    while index < bytes.count {
      node = Int(nodes[node * columnCount + Int(columns[Int(bytes[index])])])
      guard node != 0 else { break }
      index += 1
      if tokenAtNode[node] >= 0 { found = (Int(tokenAtNode[node]), index) }
    }
    return found
  }

  /// The text of tokens.
  package func text(of tokens: [Int]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * tokens.count)
    for token in tokens { bytes += texts[token] }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Tokenizer {
  /// The vocabulary of a GGUF file. Unknown and control tokens stand for no text.
  package init(_ file: GGUFFile) throws(MicroModelError) {
    guard case .array(let tokens) = file.metadata["tokenizer.ggml.tokens"],
      case .array(let kinds) = file.metadata["tokenizer.ggml.token_type"],
      case .integer(let end) = file.metadata["tokenizer.ggml.eos_token_id"], tokens.count == kinds.count
    else {
      throw .unsupported("tokenizer.ggml.tokens, .token_type and .eos_token_id have to be there and match")
    }
    var texts: [String?] = []
    for (token, kind) in zip(tokens, kinds) {
      guard case .string(let text) = token, case .integer(let kind) = kind else {
        throw .unsupported("tokenizer.ggml.tokens or .token_type has items of another type")
      }
      texts.append(kind == Self.unknownKind || kind == Self.controlKind ? nil : text)
    }
    try self.init(texts: texts, endToken: Int(end))
  }

  /// Kinds of tokens as GGUF numbers them.
  private static var unknownKind: Int64 { 2 }
  private static var controlKind: Int64 { 3 }
}
