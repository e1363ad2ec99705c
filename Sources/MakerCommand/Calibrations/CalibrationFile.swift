import Maker

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

/// Calibration files: where they live, how they are read and written.
enum CalibrationFile {
  /// The folder of those that nobody gave a name.
  static let folder = "calibrations"
  private static let limit = 1 << 26

  /// The samples log of a calibration file: `a.json` has `a.samples.jsonl`.
  static func samplesPath(of path: String) -> String {
    (path.hasSuffix(".json") ? String(path.dropLast(5)) : path) + ".samples.jsonl"
  }

  /// A readable path for a new calibration: `calibrations/hanoi-20-2026-03-09-141530.json`.
  static func newPath(label: String) -> String {
    let stem = "\(folder)/\(label)-\(RunFolder.stamp(Date()))"
    var path = stem + ".json"
    var count = 2
    while RunFolder.exists(path) || RunFolder.exists(samplesPath(of: path)) {
      path = "\(stem)-\(count).json"
      count += 1
    }
    return path
  }

  /// Reads a calibration file.
  ///
  /// - Throws: A failure that says what is wrong with it, and why.
  static func read(_ path: String) throws(CommandFailure) -> Calibration {
    let text: String
    do throws(SmallFile.Failure) {
      text = try SmallFile.text(path, limit: limit)
    } catch {
      throw CommandFailure(.usage, "The calibration file \(path) \(error.message).")
    }
    return try decoded(text, path)
  }

  /// The calibration that a text is.
  ///
  /// - Throws: A failure that says what is wrong with it, and why.
  static func decoded(_ text: String, _ path: String) throws(CommandFailure) -> Calibration {
    let calibration: Calibration
    do {
      calibration = try JSONDecoder().decode(Calibration.self, from: Data(text.utf8))
    } catch {
      if let log = samplesLog(text, path) { throw log }
      var reason = reason(error)
      if reason.last == "." { reason.removeLast() }
      throw CommandFailure(
        .data,
        "The calibration file \(path) cannot be read: \(reason). Make it anew with `maker calibrate`.")
    }
    guard !calibration.models.isEmpty, calibration.steps >= 1 else {
      throw CommandFailure(
        .data, "The calibration file \(path) has no models or no steps. Make it anew with `maker calibrate`.")
    }
    return calibration
  }

  /// What to say to whoever names a samples log where its calibration file is meant; nil for any other text.
  private static func samplesLog(_ text: String, _ path: String) -> CommandFailure? {
    let first = text.prefix { $0 != "\n" }
    guard let header = try? JSONDecoder().decode(SamplesLine.Header.self, from: Data(first.utf8)),
      header.format == SamplesLine.Header.format
    else { return nil }
    let suffix = ".samples.jsonl"
    let file = path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) + ".json" : nil
    let remedy =
      file.map {
        RunFolder.exists($0)
          ? "name \($0), which is made from it" : "go on with its `maker calibrate`, which makes \($0)"
      } ?? "name the calibration file that was made from it"
    return CommandFailure(.data, "\(path) is the samples log of a calibration; \(remedy).")
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "it has no `\(key.stringValue)`"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? context.debugDescription
        : "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
    default: "it is no calibration"
    }
  }

  /// Writes a calibration file whole or not at all: beside it first, then in its place.
  ///
  /// - Throws: A failure when the disk is full or the folder may not be written.
  static func write(_ calibration: Calibration, to path: String) throws(CommandFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let data = try? encoder.encode(calibration) else {
      throw CommandFailure(.failed, "The calibration could not be written as JSON.")
    }
    let draft = path + ".draft-\(getpid())"
    let failure = {
      CommandFailure(.resumable, "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw failure() }
    var rest = (Array(data) + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Self.put(file, $0) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { break }
    }
    let isWritten = rest.isEmpty && fsync(file) == 0
    let problem = failure()
    close(file)
    guard isWritten, rename(draft, path) == 0 else {
      let reason = isWritten ? failure() : problem
      unlink(draft)
      throw reason
    }
    do throws(JournalError) { try SamplesFile.syncFolder(of: path) } catch { throw CommandFailure(error) }
  }

  /// `write` of the system, which the function above hides.
  private static func put(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(file, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(file, bytes.baseAddress, bytes.count)
    #endif
  }
}
