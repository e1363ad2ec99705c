package import Maker

/// The address of an endpoint, taken apart and checked once: `https://host:port/prefix?query`.
///
/// Paths of calls are put below it. Its query may hold a key, so it is in no description.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  package enum Scheme: String, Sendable { case http, https }

  package let scheme: Scheme
  /// The host as it is written in an address, IPv6 in brackets.
  package let host: String
  package let port: Int
  /// The path without a slash at its end; empty for none.
  private let prefix: String
  /// What follows the question mark; nil for none.
  private let query: String?

  /// Reads an address.
  ///
  /// - Parameter text: What the user gave, with or without a slash at its end.
  /// - Throws: ``Maker/LanguageModelError`` with the remedy, for what is no address of an endpoint.
  package init(_ text: String) throws(LanguageModelError) {
    let text = Self.trimmed(text)
    guard let separator = Self.range(of: "://", in: text) else {
      throw Self.problem(text, "write http:// or https:// before it")
    }
    guard let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()) else {
      throw Self.problem(text, "it has to begin with http:// or https://")
    }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>\^`{|}#"#.utf8.contains($0) }) else {
      throw Self.problem(text, "it holds a blank, a # or another character that addresses do not have")
    }
    var rest = text[separator.upperBound...]
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    } else {
      query = nil
    }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else {
      throw LanguageModelError(
        .invalidRequest, "The base URL holds a name or a password: give the key in an environment variable.")
    }
    (host, port) = try Self.place(in: authority, scheme: scheme, of: text)
    var path = rest[authority.endIndex...]
    while path.last == "/" { path = path.dropLast() }
    for operation in ["/chat/completions", "/messages"] where path.hasSuffix(operation) {
      throw Self.problem(text, "leave out \(operation), which is put behind it")
    }
    self.scheme = scheme
    prefix = String(path)
  }

  /// The whole address of a call.
  ///
  /// - Parameter path: The path below this address, beginning with `/`, with its query if it has one.
  /// - Returns: The address as text.
  package func url(of path: String) -> String {
    var url = "\(scheme.rawValue)://\(place)\(prefix)\(path)"
    if let query, !query.isEmpty { url += (path.contains("?") ? "&" : "?") + query }
    return url
  }

  /// Host and port, the port only when it is not the scheme's own: the value of the header `Host`.
  package var hostField: String { port == (scheme == .https ? 443 : 80) ? host : place }

  /// Host and port, for messages and for telling endpoints apart.
  package var place: String { "\(host):\(port)" }

  /// The host without the brackets of IPv6.
  package var bareHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }

  /// Whether it is this machine.
  package var isLoopback: Bool {
    if bareHost == "localhost" || bareHost == "::1" { return true }
    // Four numbers: a name may begin with 127 too.
    let parts = bareHost.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The address without its query.
  package var description: String { "\(scheme.rawValue)://\(place)\(prefix)" }

  private static func place(
    in authority: Substring, scheme: Scheme, of text: Substring
  ) throws(LanguageModelError) -> (host: String, port: Int) {
    var host = authority
    var port = scheme == .https ? 443 : 80
    let afterBracket = authority.hasPrefix("[") ? authority.firstIndex(of: "]") ?? authority.endIndex : nil
    if let colon = authority[(afterBracket ?? authority.startIndex)...].firstIndex(of: ":") {
      let digits = authority[authority.index(after: colon)...]
      guard let number = Int(digits), (1...65_535).contains(number), digits.utf8.allSatisfy({ $0 >= 0x30 })
      else {
        throw problem(text, "its port is no number from 1 to 65535")
      }
      (host, port) = (authority[..<colon], number)
    }
    let isHost =
      afterBracket == nil
      ? host.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHostCharacter }
      : host.hasSuffix("]") && host.count > 2
    guard !host.isEmpty, isHost else { throw problem(text, "its host is missing or no host") }
    return (host.lowercased(), port)
  }

  /// Says what is wrong without what may be a key: nothing after `?`, nothing with an `@`.
  private static func problem(_ text: Substring, _ remedy: String) -> LanguageModelError {
    let shown = text.prefix { $0 != "?" }.prefix(200)
    let name = shown.contains("@") ? "The base URL" : "The base URL \"\(shown)\""
    return LanguageModelError(.invalidRequest, "\(name) is not right: \(remedy).")
  }

  private static func trimmed(_ text: String) -> Substring {
    var text = Substring(text)
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }

  private static func range(of separator: String, in text: Substring) -> Range<Substring.Index>? {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at...].hasPrefix(separator) { return at..<text.index(at, offsetBy: separator.count) }
      at = text.index(after: at)
    }
    return nil
  }
}

extension Character {
  fileprivate var isHostCharacter: Bool {
    isASCII && (isLetter || isNumber || self == "-" || self == "." || self == "_")
  }
}
