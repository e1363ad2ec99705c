import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A failure of a command: one clear sentence and an exit code.
package struct CommandFailure: Error {
  /// The exit codes of the tool.
  package enum Code: Int32 {
    /// Something is wrong with the result.
    case failed = 1
    /// Something is wrong with what was asked.
    case usage = 64
    /// A run file is corrupt, or belongs to another run than the one asked for.
    case data = 65
    /// The run stopped and can be resumed.
    case resumable = 75
    /// The run was interrupted; everything decided is recorded.
    case interrupted = 130
  }

  package let code: Code
  /// What happened, where, and the remedy. Nil when everything has been said already.
  package let message: String?

  package init(_ code: Code, _ message: String?) {
    self.code = code
    self.message = message
  }

  /// A run file that cannot be used.
  init(_ error: JournalError) {
    switch error.code {
    case .missing, .exists, .unreadable: self.init(.usage, error.message)
    case .corrupt, .newer, .mismatched: self.init(.data, error.message)
    case .locked, .unwritable: self.init(.resumable, error.message)
    }
  }

  /// Says it on standard error.
  func report() {
    if let message { StandardError.line("maker: \(message)") }
  }
}
