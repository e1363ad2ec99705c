import Maker

/// The one JSON value of a reply: alone, or alone in a Markdown fence, as models put it.
enum FencedJSON {
  private static let fence = Array("```".utf8)
  private static let lineEnd = UInt8(ascii: "\n")

  /// The value of a reply.
  ///
  /// - Throws: `Flagged` as malformed when there is anything beside it. Nothing is repaired.
  static func value(in reply: String) throws(Flagged) -> AgentValue {
    let bytes = Array(reply.trimmed.utf8)
    let json = bytes.starts(with: fence) ? try content(of: bytes[...]) : bytes[...]
    do throws(MalformedValue) {
      return try AgentValue(json: json)
    } catch {
      throw Flagged(.malformed, "not one JSON value: \(error)")
    }
  }

  private static func content(of bytes: ArraySlice<UInt8>) throws(Flagged) -> ArraySlice<UInt8> {
    guard let first = bytes.firstIndex(of: lineEnd) else {
      throw Flagged(.malformed, "a fence around nothing")
    }
    let language = String(decoding: bytes[..<first].dropFirst(fence.count), as: UTF8.self)
    guard ["", "json"].contains(language.folded) else {
      throw Flagged(.malformed, "a fence for something else than JSON")
    }
    let rest = bytes[(first + 1)...]
    let content = rest.dropLast(fence.count)
    guard rest.suffix(fence.count).elementsEqual(fence), content.last == lineEnd else {
      throw Flagged(.malformed, "the fence around the JSON is not closed, or something follows it")
    }
    return content
  }
}
