import Foundation
import Testing

/// `maker serve-model` in a process of its own, and how to run against it.
final class LocalEndpoint {
  private let process: MakerProcess
  let url: String

  /// Starts serving; `arguments` are faults and latencies.
  convenience init(_ place: Workplace, _ arguments: String...) async throws {
    try await self.init(place, arguments)
  }

  /// Starts serving; `arguments` are faults and latencies.
  init(_ place: Workplace, _ arguments: [String]) async throws {
    // A name of its own: the file of an earlier endpoint would name a port that nobody listens at any more.
    let file = "port-\(UUID().uuidString)"
    process = try place.start(["serve-model", "--port", "0", "--port-file", file] + arguments)
    let process = process
    try await eventually {
      try #require(process.isRunning, "\(process.errorsSoFar)")
      return try place.exists(file) && !place.bytes(file).isEmpty
    }
    let port = String(decoding: try place.bytes(file), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    url = "http://127.0.0.1:\(port)/v1"
  }

  /// How many completions were asked for so far; only with `--verbose`.
  var requests: Int {
    process.errorsSoFar.split(separator: "\n").count { $0.contains("/v1/chat/completions") }
  }

  deinit { process.send(SIGTERM) }

  /// The arguments of a run of the served model.
  var model: [String] {
    ["--model", "custom/hanoi", "--base-url", url, "--temperature", "1.6"]
  }
}
