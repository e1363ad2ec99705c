import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a samples log holds when it is opened.
struct SamplesLogReading {
  /// What it holds of one model.
  struct Model {
    var settings: [String: String]
    var record: CalibrationRecord
  }

  /// The first line; nil for a log that is new.
  private(set) var header: SamplesLine.Header?
  private(set) var models: [String: Model] = [:]
  /// The names of the models in the order they were begun.
  private(set) var names: [String] = []
  /// The seconds that were worked.
  private(set) var seconds = 0.0

  /// Reads a log.
  ///
  /// - Throws: `corrupt` for a file that is none or is damaged, `newer` for one of a later version.
  init(of file: SamplesFile) throws(JournalError) {
    let decoder = JSONDecoder()
    var reading = Reading()
    try file.lines { bytes, number throws(JournalError) in
      let data = Data(bytes)
      guard number > 1 else {
        guard let header = try? decoder.decode(SamplesLine.Header.self, from: data) else {
          throw SamplesFile.foreign(file.path)
        }
        guard header.format == SamplesLine.Header.format else {
          throw JournalError(
            .corrupt,
            "\(file.path) is no samples log, but a file of the format \(header.format); choose another --out."
          )
        }
        guard header.version <= SamplesLine.Header.version else {
          throw JournalError(
            .newer,
            "The samples log \(file.path) has version \(header.version), and this maker reads up to "
              + "\(SamplesLine.Header.version); use a newer maker.")
        }
        reading.header = header
        return true
      }
      guard let line = try? decoder.decode(SamplesLine.self, from: data) else { return false }
      // A whole object is no line that a crash cut off, even if it is the last.
      guard reading.take(line) else { throw SamplesFile.damaged(file.path, line: number) }
      return true
    }
    (header, models, names, seconds) = (reading.header, reading.models, reading.names, reading.seconds)
  }

  private struct Reading {
    var header: SamplesLine.Header?
    var models: [String: Model] = [:]
    var names: [String] = []
    var seconds = 0.0
    var tokens = 0

    mutating func take(_ line: SamplesLine) -> Bool {
      // Numbers that no sample has would overflow in a sum: that of a whole log is as bounded as each of them.
      guard let more = line.boundedTokens, tokens + more < SamplesLine.bound else { return false }
      tokens += more
      seconds = max(seconds, line.seconds ?? 0)
      if let settings = line.settings {
        guard models[line.model] == nil else { return false }
        models[line.model] = Model(settings: settings, record: CalibrationRecord())
        names.append(line.model)
        return true
      }
      guard models[line.model] != nil, let entry = line.entry else { return false }
      models[line.model]?.record.take(entry)
      return true
    }
  }
}
