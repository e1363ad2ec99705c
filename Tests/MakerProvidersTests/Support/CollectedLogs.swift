import Logging
import Synchronization

/// Keeps log records, in place of a backend.
final class CollectedLogs: Sendable {
  private let records = Mutex<[(level: Logger.Level, text: String)]>([])

  /// Everything that was logged, with its metadata.
  var all: [(level: Logger.Level, text: String)] { records.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "maker.endpoint") { _ in Handler(logs: self) }
    logger.logLevel = .trace
    return logger
  }

  fileprivate func append(_ level: Logger.Level, _ text: String) {
    records.withLock { $0.append((level, text)) }
  }
}

private struct Handler: LogHandler {
  let logs: CollectedLogs
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .trace

  init(logs: CollectedLogs) { self.logs = logs }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = (event.metadata ?? [:]).merging(metadata) { one, _ in one }
    logs.append(event.level, "\(event.message) \(facts.map { "\($0.key)=\($0.value)" }.sorted())")
  }
}
