import Foundation
import ProgramSpawn

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a process came to.
struct Outcome: Sendable {
  /// The exit code; nil when a signal ended the process.
  let code: Int32?
  let output: String
  let errors: String

  var outputLines: [String] { output.split(separator: "\n").map(String.init) }
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}

/// A process that could not be started, with the system's reason.
struct StartFailure: Error {
  let program: String
  let reason: String
}

/// A process of the command-line tool, or a shell that starts it. Its output goes to files, so that no pipe fills up.
///
/// Started with `posix_spawn`: Foundation's `Process.run` reads past the end of the list of open files when that list is
/// long, which it is in a process where hundreds of tests have their run files open.
final class MakerProcess {
  let identifier: Int32
  private var status: Int32?
  private let outputPath: String
  private let errorsPath: String

  /// Starts the process.
  ///
  /// - Parameters:
  ///   - executable: What is started.
  ///   - arguments: Its arguments.
  ///   - folder: The working folder.
  ///   - capture: The path that the two files of the output begin with.
  ///   - environment: Variables besides those of this process.
  ///   - errors: Where standard error goes instead of a file.
  /// - Throws: `StartFailure`.
  init(
    _ executable: URL, _ arguments: [String], in folder: URL, capture: String,
    environment: [String: String] = [:], errors: FileHandle? = nil
  ) throws {
    (outputPath, errorsPath) = (capture + ".out", capture + ".err")
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, create, 0o644)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorsPath, create, 0o644)
    if let errors {
      posix_spawn_file_actions_adddup2(&actions, errors.fileDescriptor, STDERR_FILENO)
    }
    // The tool gets the signals as a shell gives them, whatever the runner of the tests did with its own.
    var every = sigset_t()
    var none = sigset_t()
    sigfillset(&every)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let variables = ProcessInfo.processInfo.environment
      .merging(["NO_COLOR": "1", "MAKER": Workplace.executable.path]) { $1 }
      .merging(environment) { $1 }
    // The shell sets the folder, which `posix_spawn` cannot do everywhere, and becomes the program.
    let start = ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.path, executable.path]
    let words = (start + arguments).map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in words + settings { free(string) } }
    var identifier = pid_t()
    // Sockets that other tests listen on would live on in the process.
    program_spawn_close_others(&actions)
    let result = posix_spawn(&identifier, "/bin/sh", &actions, &attributes, words, settings)
    guard result == 0 else {
      throw StartFailure(program: executable.path, reason: String(cString: strerror(result)))
    }
    self.identifier = identifier
  }

  deinit {
    guard isRunning else { return }
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    waitpid(identifier, &status, 0)
  }

  /// Whether the process has not ended; one that has ended is taken note of, so that its number is not used again.
  var isRunning: Bool {
    guard status == nil else { return false }
    var status: Int32 = 0
    if waitpid(identifier, &status, WNOHANG) == identifier { self.status = status }
    return self.status == nil
  }

  /// What was said on standard error so far.
  var errorsSoFar: String { Self.text(errorsPath) }

  /// What was said on standard output so far.
  var outputSoFar: String { Self.text(outputPath) }

  func send(_ signal: Int32) { if isRunning { kill(identifier, signal) } }

  /// Waits for the end.
  func outcome() async throws -> Outcome {
    while isRunning { try await Task.sleep(for: .milliseconds(2)) }
    let status = status ?? 0
    return Outcome(
      code: status & 0x7F == 0 ? (status >> 8) & 0xFF : nil,
      output: Self.text(outputPath), errors: Self.text(errorsPath))
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
