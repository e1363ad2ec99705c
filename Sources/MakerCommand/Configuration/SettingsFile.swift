import Configuration
import Synchronization

/// A `maker.yaml`: settings of everything that is run in its folder.
package struct SettingsFile: Sendable {
  /// The name of the file that is read where none is named.
  package static let name = "maker.yaml"
  private static let limit = 1 << 18

  /// The file.
  package let path: String
  /// The paths of all keys in it, their parts joined by points: `providers.mine.base_url`.
  package let keys: [String]
  private let values: YAMLSnapshot
  private let text: String

  /// Reads a file; nil when it is not there.
  ///
  /// - Parameter path: The file.
  /// - Throws: A failure that says what is wrong, where, and what to do. It quotes no value: one may be a key.
  package init?(path: String) throws(CommandFailure) {
    let text: String
    do throws(SmallFile.Failure) {
      text = try SmallFile.text(path, limit: Self.limit)
    } catch {
      if error.isMissing { return nil }
      throw CommandFailure(.usage, "\(path) \(error.message); it must be a small YAML file of settings.")
    }
    try self.init(text: text, path: path)
  }

  /// Reads the text of a file.
  package init(text: String, path: String) throws(CommandFailure) {
    self.text = text
    self.path = path
    if let line = Self.lineOfAlias(in: text) {
      throw CommandFailure(
        .usage,
        "\(path), line \(line): there is an anchor or alias (&NAME, *NAME); write the value out instead.")
    }
    // Without any content YAML has no mapping, and a file of comments is in order.
    let isEmpty = text.split(separator: "\n").allSatisfy { line in
      let content = line.drop(while: \.isWhitespace)
      return content.isEmpty || content.hasPrefix("#") || content.allSatisfy { $0 == "-" || $0.isWhitespace }
    }
    let found = KeyCollection()
    do {
      // The parser asks of every key whether it is secret, and so tells which there are.
      values = try YAMLSnapshot(
        data: Array((isEmpty ? "{}" : text).utf8).span.bytes, providerName: path,
        parsingOptions: .init(secretsSpecifier: .dynamic { key, _ in found.add(key) }))
    } catch {
      throw Self.failure(error, path: path)
    }
    keys = found.keys
    try checkKeys()
  }

  /// The file as a provider of settings.
  package var provider: FixedProvider { FixedProvider(values) }

  /// The file and the line that a key is on, as far as it can be told: `maker.yaml, line 3`.
  package func place(of key: String) -> String {
    var wanted = key.split(separator: ".").map(String.init)[...]
    var found: Int?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0.isWhitespace || "\"'{".contains($0) }
      guard let part = wanted.first, content.hasPrefix(part) else { continue }
      let rest = content.dropFirst(part.count).drop { $0.isWhitespace || "\"'".contains($0) }
      guard rest.hasPrefix(":") else { continue }
      wanted = wanted.dropFirst()
      found = index + 1
    }
    return Self.place(path, line: found.map { "\($0)" } ?? "")
  }

  private static func place(_ path: String, line: some StringProtocol) -> String {
    line.isEmpty ? path : "\(path), line \(line)"
  }

  private func checkKeys() throws(CommandFailure) {
    for key in keys {
      if let message = SettingsKeys.refusal(of: key) {
        throw CommandFailure(.usage, "\(place(of: key)): \(message)")
      }
    }
  }

  /// The line of the first anchor or alias: a few lines of them can stand for gigabytes.
  private static func lineOfAlias(in text: String) -> Int? {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var before: Character = " "
      var mark: Character?
      for character in line {
        if before.isWhitespace, character == "#" { break }
        if mark != nil, !character.isWhitespace { return index + 1 }
        mark =
          "&*".contains(character) && (before.isWhitespace || "[{,".contains(before)) ? character : nil
        before = character
      }
    }
    return nil
  }

  /// A failure that says on which line the file is no YAML. What the parser says quotes the line, and is left out.
  private static func failure(_ error: any Error, path: String) -> CommandFailure {
    let said = "\(error)"
    let line = said.firstRange(of: "in line ").map { said[$0.upperBound...] } ?? said[...]
    let number =
      said.first?.isNumber == true ? said.prefix(while: \.isNumber) : line.prefix(while: \.isNumber)
    let what =
      if said.contains("duplicated key") {
        "a key is there twice; keep one of them."
      } else if said.contains("not a mapping") {
        "this holds no settings; write each on a line of its own as `key: value`."
      } else if said.contains("non-scalar") {
        "a list holds more than plain values; only `model` is a list, of names."
      } else {
        "this is not YAML; write each setting on a line of its own as `key: value`, nested ones indented with spaces."
      }
    return CommandFailure(.usage, "\(place(path, line: number)): \(what)")
  }
}

/// The keys that a parser came by.
private final class KeyCollection: Sendable {
  private let found = Mutex<[String]>([])

  var keys: [String] { found.withLock { $0 } }

  /// Takes note of a key; none of them is secret, since a file with a secret is refused.
  func add(_ key: String) -> Bool {
    found.withLock { $0.append(key) }
    return false
  }
}
