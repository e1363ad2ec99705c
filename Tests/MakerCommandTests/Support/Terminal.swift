import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A terminal that a process can write to.
final class Terminal {
  /// The end for the process.
  let device: FileHandle
  private let controller: Int32

  /// A terminal of so many characters a line.
  init(columns: UInt16 = 200) throws {
    let opened: Int32
    #if canImport(Darwin)
      controller = posix_openpt(O_RDWR | O_NOCTTY)
      try #require(controller >= 0 && grantpt(controller) == 0 && unlockpt(controller) == 0)
      opened = open(String(cString: try #require(ptsname(controller))), O_RDWR | O_NOCTTY)
      try #require(opened >= 0)
    #else
      var ends: (controller: Int32, device: Int32) = (-1, -1)
      try #require(openpty(&ends.controller, &ends.device, nil, nil, nil) == 0)
      (controller, opened) = ends
    #endif
    device = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(controller, UInt(TIOCSWINSZ), &size) == 0)
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
