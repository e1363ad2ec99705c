internal import Foundation

/// Reading whole files.
enum FileBytes {
  /// Models of this engine are small; a file beyond this is some other model.
  private static let largest = 1 << 28

  /// The bytes of a file.
  static func read(_ path: String) throws(MicroModelError) -> [UInt8] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw MicroModelError(.unreadableFile, "The model \(path) is a folder; name the GGUF file in it.")
    }
    let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
    if let type = attributes[.type] as? FileAttributeType,
      type == .typeCharacterSpecial || type == .typeUnknown
    {
      throw MicroModelError(.unreadableFile, "The model \(path) is not a plain file.")
    }
    if let size = attributes[.size] as? Int, size > largest {
      throw MicroModelError(
        .unreadableFile, "The model \(path) has \(size) bytes; the embedded engine reads up to \(largest).")
    }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw MicroModelError(
        .unreadableFile, "The model file \(path) cannot be read: \(error.localizedDescription)")
    }
  }
}
