import ProgramSpawn

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A running program with its three pipes, the leader of a process group of its own.
///
/// A handle and no owner: whoever started it calls ``reap()``, once.
struct ChildProcess {
  /// How a process ended.
  enum Ending {
    case exited(code: Int32)
    case killed(signal: Int32)
  }

  let identifier: pid_t
  /// Where its standard input is written; nil once it is closed.
  private(set) var input: Int32?
  /// Where its standard output is read.
  let output: Int32
  /// Where its standard error is read.
  let errors: Int32

  /// Starts a program. It inherits no descriptor but its three pipes, no blocked or ignored signal, and not the
  /// terminal's interrupts: the run stops in order, and stops it.
  ///
  /// - Parameter command: The program, its folder and its environment.
  /// - Throws: `SystemFailure`, also for a program or a folder that is not there.
  init(_ command: ProgramCommand) throws(SystemFailure) {
    let input = try Pipe()
    let output: Pipe
    let errors: Pipe
    do throws(SystemFailure) { output = try Pipe() } catch {
      input.close()
      throw error
    }
    do throws(SystemFailure) { errors = try Pipe() } catch {
      input.close()
      output.close()
      throw error
    }
    do throws(SystemFailure) {
      identifier = try Self.spawn(command, input.reading, output.writing, errors.writing)
    } catch {
      for pipe in [input, output, errors] { pipe.close() }
      throw error
    }
    for end in [input.reading, output.writing, errors.writing] { _ = SystemCalls.close(end) }
    (self.input, self.output, self.errors) = (input.writing, output.reading, errors.reading)
    for end in [input.writing, output.reading, errors.reading] { SystemCalls.unblock(end) }
  }

  private static func spawn(
    _ command: ProgramCommand, _ input: Int32, _ output: Int32, _ errors: Int32
  ) throws(SystemFailure) -> pid_t {
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
    program_spawn_in_folder(&actions, command.folder)
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)

    var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETPGROUP)
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #endif
    program_spawn_close_others(&actions)
    var every = sigset_t()
    var none = sigset_t()
    sigfillset(&every)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &every)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let words = command.words.map { strdup($0) } + [nil]
    let variables = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier = pid_t()
    let result = posix_spawnp(&identifier, command.words[0], &actions, &attributes, words, variables)
    guard result == 0 else { throw SystemFailure(code: result) }
    return identifier
  }

  /// Whether the process has ended. It stays known to the system until it is reaped, so its number is its own.
  var hasEnded: Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
    return result != 0 || information.si_signo != 0
  }

  /// Ends its standard input, at which a program ends by itself.
  mutating func closeInput() {
    if let input { _ = SystemCalls.close(input) }
    input = nil
  }

  /// Asks the process and all that it started to end.
  func terminate() { kill(-identifier, SIGTERM) }

  /// Ends the process and all that it started, and lets go of it.
  ///
  /// - Returns: How the process ended; when it had done so before, it is told as it was.
  mutating func reap() -> Ending {
    // Before the process is waited for: afterwards its number may be another's.
    kill(-identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
    closeInput()
    for end in [output, errors] { _ = SystemCalls.close(end) }
    let signal = status & 0x7F
    return signal == 0 ? .exited(code: (status >> 8) & 0xFF) : .killed(signal: signal)
  }
}
