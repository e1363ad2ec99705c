import Foundation
import Synchronization
import Testing

/// A working folder of one test, removed with it, in which the tool is started.
final class Workplace: Sendable {
  let url: URL
  private let captures: URL
  private let count = Mutex(0)

  init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("maker-command-\(UUID().uuidString)")
    url = base.appendingPathComponent("work")
    captures = base.appendingPathComponent("captures")
    for folder in [url, captures] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

  /// The built tool, which lies beside the tests.
  static let executable: URL = {
    #if canImport(Darwin)
      let tests = Bundle(for: Workplace.self).bundleURL
    #else
      let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    #endif
    return tests.deletingLastPathComponent().appendingPathComponent("maker")
  }()

  /// Starts the tool.
  func start(_ arguments: String..., errors: FileHandle? = nil) throws -> MakerProcess {
    try start(arguments, errors: errors)
  }

  /// Starts the tool.
  func start(_ arguments: [String], errors: FileHandle? = nil) throws -> MakerProcess {
    try start(Self.executable, arguments, errors: errors)
  }

  /// Runs the tool to its end.
  func maker(_ arguments: String...) async throws -> Outcome { try await start(arguments).outcome() }

  /// Runs the tool to its end.
  func maker(_ arguments: [String]) async throws -> Outcome { try await start(arguments).outcome() }

  /// Runs a script of the shell, which finds the tool as `$MAKER`.
  func shell(_ script: String) async throws -> Outcome {
    try await start(URL(fileURLWithPath: "/bin/sh"), ["-c", script]).outcome()
  }

  /// Runs a small game that is decided, and is done.
  @discardableResult
  func finishedRun(_ name: String = "a.run", disks: Int = 3, _ more: String...) async throws -> Outcome {
    let outcome = try await maker(["run", "hanoi", "--disks", "\(disks)", "--run", name, "--json"] + more)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

  func write(_ data: Data, to name: String) throws { try data.write(to: url.appendingPathComponent(name)) }

  /// The names of the files in the folder.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  private func start(
    _ executable: URL, _ arguments: [String], errors: FileHandle? = nil
  ) throws -> MakerProcess {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return try MakerProcess(
      executable, arguments, in: url, capture: captures.appendingPathComponent("\(number)").path,
      errors: errors)
  }
}

/// Waits until `condition` holds; fails the test when it does not within a minute.
func eventually(_ condition: () throws -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(60)
  while try !condition() {
    try #require(ContinuousClock.now < end, "what was waited for did not happen")
    try await Task.sleep(for: .milliseconds(5))
  }
}
