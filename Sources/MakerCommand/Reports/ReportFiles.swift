import MakerReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that a report is written to.
enum ReportFiles {
  /// What every page of ours begins with.
  private static let beginning = "<!DOCTYPE html>"

  /// Where a page goes if nothing else is said: beside what it is about, `runs/a.run` to `runs/a.html`.
  static func path(beside first: String) -> String {
    for suffix in [RunFolder.suffix, ".json", ".csv"] where first.hasSuffix(suffix) {
      return first.dropLast(suffix.count) + ".html"
    }
    return first + ".html"
  }

  /// Refuses a place where something is that is no page.
  static func check(_ path: String) throws(CommandFailure) {
    guard RunFolder.exists(path) else { return }
    guard FileBeginning.of(path, beginning.utf8.count) == Array(beginning.utf8) else {
      throw CommandFailure(
        .usage, "\(path) is there already and is no page of maker; choose another place with --out.")
    }
  }

  /// Writes a file whole or not at all, making the folders on the way.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let file = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch {
      throw CommandFailure(
        .failed, "\(path) cannot be written; check the folder, its permissions and the disk.")
    }
  }

  /// Writes the single figures into a folder; returns their paths.
  static func write(_ pictures: [(name: String, text: String)], into folder: String) throws(CommandFailure)
    -> [String]
  {
    var paths: [String] = []
    for picture in pictures {
      let path = (folder.hasSuffix("/") ? folder : folder + "/") + picture.name
      try write(picture.text, to: path)
      paths.append(path)
    }
    return paths
  }
}
