import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A client's connection, down to the bytes: what arrives, and how it ends.
///
/// Its calls wait on threads of their own: those of the concurrency pool are the server's, and queues share a few.
final class RawConnection: Sendable {
  /// How a connection ends that a client reads from.
  enum Ending: Equatable { case closed, reset }

  /// A call of the system that failed, with its number; `ETIMEDOUT` when nothing came for half a minute.
  struct Failure: Error, Equatable { let number: Int32 }

  private let socket: Int32

  /// Connects to a port of this machine.
  init(port: Int) throws {
    #if canImport(Darwin)
      socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #elseif canImport(Musl)
      socket = Musl.socket(AF_INET, Int32(SOCK_STREAM), 0)
    #else
      socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let (socket, length) = (socket, socklen_t(MemoryLayout<sockaddr_in>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, length) }
    }
    guard result == 0 else {
      // All of it is initialized, so that its end closes the socket; to close it here too would close another's of this number.
      throw Failure(number: errno)
    }
  }

  deinit { close(socket) }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(number: errno) }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Says that nothing more will be sent, and stays to listen.
  func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

  /// Whether there is nothing to read right now, not even the end.
  var isQuiet: Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) < 0
      && errno == EAGAIN
  }

  /// What comes next; nil at the end.
  func read() async throws -> [UInt8]? {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [socket] in
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &part, part.count, 0)
        if count < 0 {
          continuation.resume(throwing: Failure(number: errno == EAGAIN ? ETIMEDOUT : errno))
        } else {
          continuation.resume(returning: count == 0 ? nil : Array(part[..<count]))
        }
      }
    }
  }

  /// Everything until the connection ends, and how it ends.
  func readToEnd() async throws -> (text: String, ending: Ending) {
    var bytes: [UInt8] = []
    do {
      while let part = try await read() { bytes += part }
    } catch let failure as Failure where failure.number == ECONNRESET {
      return (String(decoding: bytes, as: UTF8.self), .reset)
    }
    return (String(decoding: bytes, as: UTF8.self), .closed)
  }
}
