import Foundation
import Testing

/// A terminal that a process can write to.
final class Terminal {
  /// The end for the process.
  let device: FileHandle
  private let controller: Int32

  init() throws {
    controller = posix_openpt(O_RDWR | O_NOCTTY)
    try #require(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0)
    let name = String(cString: try #require(ptsname(controller)))
    let opened = open(name, O_RDWR | O_NOCTTY)
    try #require(opened >= 0)
    device = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
    _ = fcntl(controller, F_SETFL, fcntl(controller, F_GETFL) | O_NONBLOCK)
  }

  deinit { close(controller) }

  /// What was written and not read yet.
  func text() -> String {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while case let count = read(controller, &part, part.count), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
