internal import Foundation

/// Reading whole files.
enum FileBytes {
  /// The bytes of a file.
  static func read(_ path: String) throws(MicroModelError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw MicroModelError(
        .unreadableFile, "The model file \(path) cannot be read: \(error.localizedDescription)")
    }
  }
}
