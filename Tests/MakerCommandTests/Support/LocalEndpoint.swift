import Foundation
import Testing

/// `maker serve-model` in a process of its own, and how to run against it.
final class LocalEndpoint {
  private let process: MakerProcess
  let url: String

  /// Starts serving; `arguments` are faults and latencies.
  init(_ place: Workplace, _ arguments: String...) async throws {
    process = try place.start(["serve-model", "--port", "0", "--port-file", "port"] + arguments)
    let process = process
    try await eventually {
      try #require(process.isRunning, "\(process.errorsSoFar)")
      return try place.exists("port") && !place.bytes("port").isEmpty
    }
    let port = String(decoding: try place.bytes("port"), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    url = "http://127.0.0.1:\(port)/v1"
  }

  deinit { process.send(SIGTERM) }

  /// The arguments of a run of the served model.
  var model: [String] {
    ["--model", "custom/hanoi", "--base-url", url, "--temperature", "1.6"]
  }
}
