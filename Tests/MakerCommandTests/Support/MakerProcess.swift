import Foundation
import Synchronization

/// What a process came to.
struct Outcome: Sendable {
  /// The exit code; nil when a signal ended the process.
  let code: Int32?
  let output: String
  let errors: String

  var outputLines: [String] { output.split(separator: "\n").map(String.init) }
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}

/// A process of the command-line tool, or a shell that starts it. Its output goes to files, so that no pipe fills up.
final class MakerProcess {
  private let process = Process()
  private let ended: AsyncStream<Never>
  private let outputPath: String
  private let errorsPath: String

  /// Starts the process.
  ///
  /// - Parameters:
  ///   - executable: What is started.
  ///   - arguments: Its arguments.
  ///   - folder: The working folder.
  ///   - capture: The path that the two files of the output begin with.
  ///   - errors: Where standard error goes instead of a file.
  /// - Throws: When it cannot be started.
  init(
    _ executable: URL, _ arguments: [String], in folder: URL, capture: String, errors: FileHandle? = nil
  ) throws {
    (outputPath, errorsPath) = (capture + ".out", capture + ".err")
    for path in [outputPath, errorsPath] { try Data().write(to: URL(fileURLWithPath: path)) }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["NO_COLOR": "1", "MAKER": Workplace.executable.path]
    ) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
    process.standardError = try errors ?? FileHandle(forWritingTo: URL(fileURLWithPath: errorsPath))
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    ended = stream
    process.terminationHandler = { _ in continuation.finish() }
    // Foundation's own bookkeeping of processes does not take many starts at once.
    try Self.starting.withLock { _ in try process.run() }
  }

  private static let starting = Mutex(())

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// What was said on standard error so far.
  var errorsSoFar: String { Self.text(errorsPath) }

  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  /// Waits for the end.
  func outcome() async -> Outcome {
    for await _ in ended {}
    process.waitUntilExit()
    return Outcome(
      code: process.terminationReason == .exit ? process.terminationStatus : nil,
      output: Self.text(outputPath), errors: Self.text(errorsPath))
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
