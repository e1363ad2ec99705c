import Logging
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes the log to standard error, beside the messages and the progress.
struct StandardErrorLog: LogHandler {
  private static let isStarted = Mutex(false)

  private let label: String
  private let format: LogFormat
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  private init(label: String, level: Logger.Level, format: LogFormat) {
    self.label = label
    self.format = format
    logLevel = level
  }

  /// Sends everything that is logged from now on to standard error. Only the first call of a process counts.
  static func start(level: Logger.Level, format: LogFormat) {
    let isFirst = isStarted.withLock { isStarted in
      defer { isStarted = true }
      return !isStarted
    }
    guard isFirst else { return }
    LoggingSystem.bootstrap { label in StandardErrorLog(label: label, level: level, format: format) }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var particulars = metadata
    particulars.merge(metadataProvider?.get() ?? [:]) { $1 }
    particulars.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { particulars["error"] = "\(error)" }
    let record = LogRecord(
      time: Date(), level: event.level, label: label, message: event.message.description,
      metadata: particulars)
    // A live line of progress is wiped first; it is drawn again below.
    let wipe = StandardError.isTerminal ? "\r\u{1B}[2K" : ""
    StandardError.raw(wipe + (format == .json ? record.json : record.text) + "\n")
  }
}
