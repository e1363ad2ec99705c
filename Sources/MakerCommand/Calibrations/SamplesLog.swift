package import Maker
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The log of a calibration on disk: every sample that was paid for, one line each, only ever appended to.
///
/// Lines are handed to the system before a sample counts, so that no end of the process loses one; they are forced to
/// disk at most 200 ms later, and at once where a batch is recorded. One process writes a log at a time.
package final class SamplesLog: Sendable {
  private struct State {
    var file: SamplesFile
    var models: [String: SamplesLogReading.Model]
    var lastSync: ContinuousClock.Instant
  }

  /// The file.
  package let path: String
  /// The seconds that earlier sessions worked.
  package let earlierSeconds: Double
  private let began = ContinuousClock.now
  private let state: Mutex<State>

  /// Opens a log, or makes it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - settings: Everything that fixes what a sample in it is, but for the model.
  /// - Throws: A failure that says what is wrong with the file: exit 65 when it is of other settings or damaged, 75
  ///   when it cannot be written or another process writes it.
  package init(at path: String, settings: [String: String]) throws(CommandFailure) {
    self.path = path
    do throws(JournalError) {
      let file = try SamplesFile(at: path)
      let reading = try SamplesLogReading(of: file)
      if let header = reading.header {
        try Self.compare(header.settings, settings, "\(path)")
      } else {
        try file.append(Self.line(SamplesLine.Header(settings: settings)))
        try file.sync()
        try file.syncFolder()
      }
      earlierSeconds = reading.seconds
      names = reading.names
      state = Mutex(State(file: file, models: reading.models, lastSync: .now))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The models that earlier sessions began, in that order.
  let names: [String]

  /// What the log had of a model when it was opened; nil for a model that it did not have.
  func known(_ model: String) -> SamplesLogReading.Model? { state.withLock { $0.models[model] } }

  /// What earlier sessions paid for at a model, which is begun if it is new.
  ///
  /// - Parameters:
  ///   - model: Its full name.
  ///   - settings: Everything that fixes what a sample of it is.
  /// - Returns: Its samples and batches; nothing for a model that the log does not have yet.
  /// - Throws: A failure that names what differs, when it was sampled in another way before.
  package func begin(_ model: String, settings: [String: String]) throws(CommandFailure) -> CalibrationRecord
  {
    do throws(JournalError) {
      return try state.withLock { state throws(JournalError) in
        if let known = state.models[model] {
          try Self.compare(known.settings, settings, "\(model) in \(path)")
          return known.record
        }
        try state.file.append(Self.line(SamplesLine(model: model, settings: settings)))
        state.models[model] = SamplesLogReading.Model(settings: settings, record: CalibrationRecord())
        return CalibrationRecord()
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Refuses a model that was sampled in another way before.
  ///
  /// - Throws: A failure that names what differs.
  func check(_ model: String, settings: [String: String]) throws(CommandFailure) {
    guard let known = known(model) else { return }
    do throws(JournalError) {
      try Self.compare(known.settings, settings, "\(model) in \(path)")
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Whether batches of a model may still be with its provider.
  package func hasOpenBatches(of model: String) -> Bool {
    state.withLock { $0.models[model]?.record.batches.contains { !$0.isSettled } ?? false }
  }

  /// The log of one model.
  package func log(of model: String) -> any CalibrationLog { ModelSamplesLog(log: self, model: model) }

  /// Forces everything to disk.
  package func flush() throws(CommandFailure) {
    do throws(JournalError) {
      try state.withLock { state throws(JournalError) in try state.file.sync() }
    } catch {
      throw CommandFailure(error)
    }
  }

  fileprivate func append(_ entries: [CalibrationEntry], of model: String) throws(JournalError) {
    let now = ContinuousClock.now
    let seconds = earlierSeconds + (now - began) / .seconds(1)
    var bytes: [UInt8] = []
    var isUrgent = false
    for entry in entries {
      bytes += try Self.line(SamplesLine(entry, model: model, seconds: seconds))
      if case .batch = entry { isUrgent = true }
    }
    try state.withLock { state throws(JournalError) in
      try state.file.append(bytes)
      guard isUrgent || now - state.lastSync >= .milliseconds(200) else { return }
      try state.file.sync()
      state.lastSync = now
    }
  }

  private static func line(_ value: some Encodable) throws(JournalError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw JournalError(.unwritable, "A sample cannot be written as JSON: \(error)")
    }
  }

  /// Refuses settings that are not those of the log.
  private static func compare(
    _ old: [String: String], _ new: [String: String], _ what: String
  ) throws(JournalError) {
    let names = Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
    guard !names.isEmpty else { return }
    let changes = names.map { "\($0) was \(old[$0] ?? "not set") and is \(new[$0] ?? "not set")" }
    throw JournalError(
      .mismatched,
      "The samples of \(what) are of other settings: \(changes.joined(separator: "; ")). Use the settings they "
        + "were taken with, or another --out.")
  }
}

/// The part of a log that is one model's.
private struct ModelSamplesLog: CalibrationLog {
  let log: SamplesLog
  let model: String

  func append(_ entries: [CalibrationEntry]) async throws(JournalError) {
    try log.append(entries, of: model)
  }
}
