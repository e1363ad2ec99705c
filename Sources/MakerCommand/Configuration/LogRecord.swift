package import Logging

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// One line of the log.
package struct LogRecord: Encodable, Sendable {
  let time: String
  let level: String
  let label: String
  let message: String
  let metadata: [String: LogValue]

  /// Makes a line.
  ///
  /// - Parameters:
  ///   - time: When it was logged.
  ///   - level: How grave it is.
  ///   - label: Who logged it.
  ///   - message: What happened.
  ///   - metadata: Its particulars.
  package init(time: Date, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata) {
    self.time = time.formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    self.level = level.rawValue
    self.label = label
    self.message = LogMask.masked(message)
    self.metadata = metadata.mapValues { LogValue($0) }
  }

  /// For a person: time, level, label, message and particulars, without anything that moves a cursor.
  package var text: String {
    let particulars = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value.text)" }.joined()
    return PlainText.of("\(time) \(level) \(label): \(message)\(particulars)")
  }

  /// For a program: an object on one line, all keys in snake_case.
  package var json: String {
    guard let line = try? JSONLine.of(self) else { return "{}" }
    var plain = ""
    for scalar in line.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          plain += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  private enum CodingKeys: String, CodingKey { case time, level, label, message, metadata }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(time, forKey: .time)
    try keys.encode(level, forKey: .level)
    try keys.encode(label, forKey: .label)
    try keys.encode(message, forKey: .message)
    try keys.encode(
      Dictionary(metadata.map { (SnakeCase.of($0.key), $0.value) }) { $1 }, forKey: .metadata)
  }
}

/// A particular of a log line.
enum LogValue: Encodable, Sendable {
  case string(String)
  case list([LogValue])
  case object([String: LogValue])

  init(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text): self = .string(LogMask.masked(text))
    case .stringConvertible(let thing): self = .string(LogMask.masked(thing.description))
    case .array(let values): self = .list(values.map { LogValue($0) })
    case .dictionary(let values): self = .object(values.mapValues { LogValue($0) })
    }
  }

  /// For a person.
  var text: String {
    switch self {
    case .string(let text): text.contains { $0.isWhitespace || $0 == "\"" } ? "\"\(text)\"" : text
    case .list(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    case .object(let values):
      "{\(values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: ", "))}"
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let text): try container.encode(text)
    case .list(let values): try container.encode(values)
    case .object(let values):
      try container.encode(Dictionary(values.map { (SnakeCase.of($0.key), $0.value) }) { $1 })
    }
  }
}

/// Names as JSON output spells them.
package enum SnakeCase {
  /// `requestID`, `request-id` and `request.id` as `request_id`.
  package static func of(_ name: String) -> String {
    var snake = ""
    var wasLower = false
    for character in name {
      if character.isUppercase, wasLower { snake += "_" }
      wasLower = character.isLowercase || character.isNumber
      snake += character.isLetter || character.isNumber ? character.lowercased() : "_"
    }
    return snake
  }
}
