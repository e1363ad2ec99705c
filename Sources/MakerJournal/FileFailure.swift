import GRDB
import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns what SQLite and the system report into one sentence: what, where, and the remedy.
enum FileFailure {
  /// Runs `body`, and throws whatever goes wrong in it as a ``JournalError`` about the file at `path`.
  static func mapped<Value>(_ path: String, _ body: () throws -> Value) throws(JournalError) -> Value {
    do {
      return try body()
    } catch let error as JournalError {
      throw error
    } catch let error as DatabaseError {
      throw of(error, path)
    } catch {
      // What does not decode is not as it was written.
      throw damaged(path, "\(error)")
    }
  }

  /// The sentence for an SQLite error.
  static func of(_ error: DatabaseError, _ path: String) -> JournalError {
    let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL:
      return JournalError(
        .unwritable, "The disk is full: \(path) cannot grow. Free some space, then resume the run.")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return JournalError(
        .unwritable,
        "The run file \(path) cannot be written: it or its folder is read-only. Allow writing, then resume.")
    case .SQLITE_IOERR where isRead(error):
      return JournalError(.unreadable, "Reading \(path) failed (\(detail)). Check the disk, then try again.")
    case .SQLITE_IOERR:
      return JournalError(
        .unwritable, "Writing \(path) failed (\(detail)). Check the disk, then resume the run.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return JournalError(
        .locked, "Another program is working on \(path). Wait until it is done, then try again.")
    case .SQLITE_CANTOPEN:
      return JournalError(
        .unreadable, "The run file \(path) cannot be opened (\(detail)). Check that it may be read.")
    case .SQLITE_NOMEM:
      return JournalError(.unreadable, "Too little memory to use the run file \(path).")
    default:
      // Everything else (CORRUPT, NOTADB, a table that is gone, a blob too big) means the file is not as it
      // was written.
      return damaged(path, detail)
    }
  }

  private static func isRead(_ error: DatabaseError) -> Bool {
    error.extendedResultCode == .SQLITE_IOERR_READ || error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
  }

  /// The sentence for a file that is a run file but not a whole one.
  static func damaged(_ path: String, _ detail: String) -> JournalError {
    JournalError(
      .corrupt,
      "The run file \(path) is damaged (\(detail)). Export what can still be read, and restore the file from "
        + "a copy or start a new run.")
  }

  /// The sentence for a system call that failed with `errno`.
  static func system(_ number: Int32, _ what: String, _ code: JournalError.Code) -> JournalError {
    let reason =
      switch number {
      case ENOSPC, EDQUOT: "the disk is full; free some space, then try again"
      case EACCES, EPERM: "permission is denied; allow it, then try again"
      case EROFS: "the disk is read-only; choose another folder"
      default: "\(String(cString: strerror(number))) (error \(number))"
      }
    return JournalError(code, "\(what): \(reason).")
  }
}
