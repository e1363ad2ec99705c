internal import Foundation

/// Reading whole files.
enum FileBytes {
  /// The bytes of a file.
  static func read(_ path: String) throws(MicroModelError) -> [UInt8] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw MicroModelError(.unreadableFile, "The model \(path) is a folder; name the GGUF file in it.")
    }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw MicroModelError(
        .unreadableFile, "The model file \(path) cannot be read: \(error.localizedDescription)")
    }
  }
}
