import ArgumentParser
import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where run files live, and how a person names one.
///
/// A run is named by the path of its file, by its name in `runs/` of the working folder, or as `latest`.
enum RunFolder {
  static let name = "runs"
  static let suffix = ".run"
  static let argumentHelp = ArgumentHelp(
    "The run: its path, its name in runs/, or `latest`.", valueName: "run")

  /// A readable path for a new run that does not exist yet: `runs/hanoi-20-2026-03-09-141530.run`.
  static func newPath(label: String, now: Date = Date()) -> String {
    let stem = "\(name)/\(label)-\(stamp(now))"
    var path = stem + suffix
    var count = 2
    while exists(path) {
      path = "\(stem)-\(count)\(suffix)"
      count += 1
    }
    return path
  }

  /// Whether anything is at `path`.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Refuses the path of a new run where something is already, before anything is spent.
  static func requireFree(_ path: String) throws(CommandFailure) {
    guard !exists(path) else {
      throw CommandFailure(
        .usage,
        "There is something at \(path) already. If it is the run you mean, `maker resume \(path)` goes on with it; else choose another name."
      )
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.usage, "The folder \(folder) of the run cannot be made; choose another --run.")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandFailure(.usage, "Nothing can be written in \(folder); choose another --run.")
    }
  }

  /// The path of the run that `reference` names.
  static func path(of reference: String) throws(CommandFailure) -> String {
    let files = FileManager.default
    if reference == "latest" {
      guard let latest = all().max(by: { lastWorkedOn($0) < lastWorkedOn($1) }) else {
        throw CommandFailure(
          .usage, "There is no run in \(name)/ of this folder; start one with `maker run hanoi`.")
      }
      return latest
    }
    if files.fileExists(atPath: reference) { return reference }
    for candidate in ["\(name)/\(reference)", "\(name)/\(reference)\(suffix)", reference + suffix]
    where files.fileExists(atPath: candidate) {
      return candidate
    }
    throw CommandFailure(
      .usage,
      "There is no run \(reference), neither at that path nor in \(name)/; `maker runs` lists those here.")
  }

  /// The paths of all run files in a folder, in the order of their names.
  static func all(in folder: String = name) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
  }

  /// When a process last decided something in a run; never, if its file cannot be read.
  private static func lastWorkedOn(_ path: String) -> Date {
    guard let file = try? RunFile(at: path) else { return .distantPast }
    return max(file.description.created, (try? file.sessions().last?.ended) ?? .distantPast)
  }

  /// The date and time in UTC, sortable, without characters that a shell or file system minds.
  static func stamp(_ date: Date) -> String {
    let text = date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
    let (day, time) = (text.prefix(10), text.dropFirst(11).prefix(8).filter { $0 != ":" })
    return "\(day)-\(time)"
  }
}
