import Maker
import MakerRecords

extension CommandFailure {
  /// What the reading of a run file, or of the records it is about, fails with, as a failure of the command.
  ///
  /// - Parameter error: What was thrown.
  /// - Returns: The failure; any other error as it is.
  package static func ofReading(_ error: any Error) -> any Error {
    switch error {
    case let error as JournalError: CommandFailure(error)
    case let error as RecordFailure: CommandFailure(error)
    case let error as MalformedRecord:
      CommandFailure(
        .data, "An answer in the run file cannot be read: \(error). `maker verify` looks at all of it.")
    default: error
    }
  }
}
