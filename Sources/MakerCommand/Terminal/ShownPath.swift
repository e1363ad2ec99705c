#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Paths as a person would type them.
enum ShownPath {
  /// The folder that everything is typed in, with a slash at its end.
  private static let folder: String = {
    let path = FileManager.default.currentDirectoryPath
    return path.hasSuffix("/") ? path : path + "/"
  }()

  /// A path: relative to the current folder when it is below that, else as it is.
  static func of(_ path: String) -> String {
    folder != "/" && path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  /// A text with every path in it that is below the current folder made relative.
  ///
  /// - Parameter text: Words with absolute paths among them, each after a blank.
  /// - Returns: The text.
  static func within(_ text: String) -> String {
    guard folder != "/" else { return text }
    return of(text).replacing(" " + folder, with: " ")
  }
}
