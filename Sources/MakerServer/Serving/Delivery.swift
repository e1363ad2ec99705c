import HTTPTypes
import HummingbirdCore
import Maker
import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How one answer goes out over its connection, well or badly.
///
/// Its methods are concurrent, as those of a writer are: a writer must not pass from one isolation to another.
struct Delivery {
  /// The time between two bytes of a slow answer.
  static let slowness = Duration.milliseconds(50)

  let channel: any Channel
  let clock: RunClock
  /// The `date` field.
  let date: String

  private func head(of answer: Answer) -> HTTPResponse {
    var head = HTTPResponse(status: answer.status, headerFields: answer.fields)
    head.headerFields[.date] = date
    // Events go out in chunks, as they come; nobody knows how many there will be.
    if case .whole(let buffer) = answer.body { head.headerFields[.contentLength] = "\(buffer.readableBytes)" }
    return head
  }

  /// Sends all of it.
  @concurrent
  func send(_ answer: Answer, with writer: consuming ResponseWriter) async throws {
    let head = head(of: answer)
    switch answer.body {
    case .whole(let buffer): try await writer.write(response: head, body: ResponseBody(byteBuffer: buffer))
    case .events(let events):
      var body = try await writer.writeHead(head)
      try await body.write(contentsOf: events)
      try await body.finish(nil)
    }
  }

  /// Sends all of it, a byte at a time.
  @concurrent
  func sendSlowly(_ answer: Answer, with writer: consuming ResponseWriter) async throws {
    var body = try await writer.writeHead(head(of: answer))
    var bytes = answer.bytes
    while let byte = bytes.readSlice(length: 1) {
      try await clock.sleep(Self.slowness)
      try await body.write(byte)
    }
    try await body.finish(nil)
  }

  /// Promises all of it, sends half, and ends the connection.
  @concurrent
  func sendHalf(
    _ answer: Answer, with writer: consuming ResponseWriter, thenReset isReset: Bool
  ) async throws {
    var body = try await writer.writeHead(head(of: answer))
    try await body.write(answer.firstHalf)
    if isReset { await reset() } else { try? await channel.close() }
  }

  /// Ends the connection so that the client sees it reset, not closed: it does not linger for what is unsent.
  func reset() async {
    if let socket = channel as? any SocketOptionProvider {
      try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await channel.close()
  }
}
