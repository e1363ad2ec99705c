import Maker
import MakerAgents
import MakerRecords
import MakerTesting

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of one test, removed with it.
final class RecordFolder: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    try Data(bytes).write(to: url.appending(path: name))
  }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// The lines of a file.
  func lines(_ name: String) throws -> [String] { try text(name).split(separator: "\n").map(String.init) }

  /// The records of a text.
  func source(_ text: some Sequence<UInt8>, _ format: RecordFormat) throws -> RecordSource {
    try write(text, to: "in.\(format)")
    return try RecordSource(scanning: path("in.\(format)"), as: format)
  }

  func source(csv text: String) throws -> RecordSource { try source(text.utf8, .csv) }
  func source(jsonl text: String) throws -> RecordSource { try source(text.utf8, .jsonl) }
}

extension RecordSource {
  /// A record as JSON, or what is wrong with it and where.
  func told(_ position: Int) throws -> String {
    switch try record(at: position) {
    case .success(let record): record.value.json
    case .failure(let bad): "\(bad)"
    }
  }

  /// All records, in order.
  func toldAll() throws -> [String] { try (0..<count).map(told) }
}

/// Agents of a file's text, in sequence where there are several.
func agents(_ yaml: String) throws -> AgentSteps {
  let folder = try RecordFolder()
  try folder.write(yaml.utf8, to: "agent.yaml")
  return try AgentFile.steps(at: folder.path("agent.yaml"))
}

/// The failure that `body` throws; nil when it throws none.
func failure(_ body: () throws -> Void) throws -> RecordFailure? {
  do {
    try body()
    return nil
  } catch let failure as RecordFailure {
    return failure
  }
}
