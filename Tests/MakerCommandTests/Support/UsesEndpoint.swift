import Foundation
import Testing

/// The endpoint of Examples/Uses, which plays a model for the agents there at known rates of errors.
final class UsesEndpoint {
  /// Examples/Uses.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples/Uses")

  private let process: MakerProcess
  let port: Int

  /// Starts it on a free port; `arguments` are its rates.
  init(_ place: Workplace, _ arguments: String...) async throws {
    let file = "uses-\(UUID().uuidString)"
    let script = Self.folder.appendingPathComponent("endpoint.py").path
    process = try MakerProcess(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", "exec python3 -B \"$@\"", "sh", script, "--port-file", file] + arguments,
      in: place.url, capture: place.path(file + ".said"))
    let process = process
    try await eventually {
      try #require(
        process.isRunning,
        "The uses need python3: apt-get install python3 brings it. \(process.errorsSoFar)")
      return place.exists(file)
    }
    let text = String(decoding: try place.bytes(file), as: UTF8.self)
    port = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  deinit { process.send(SIGTERM) }

  /// The arguments of a run that asks it.
  var model: [String] { ["--model", "custom/scripted", "--base-url", "http://127.0.0.1:\(port)/v1"] }
}
