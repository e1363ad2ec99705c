import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One connection of a ``FaultServer``: it finds requests in bytes, and does what the server says about each.
final class FaultConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let server: FaultServer
  private var buffer = ByteBuffer()
  private var acts: ArraySlice<FaultServer.Act> = []
  private var isBusy = false

  init(server: FaultServer) { self.server = server }

  func channelActive(context: ChannelHandlerContext) {
    server.didOpen()
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    acts = []
    server.didClose()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    buffer.writeBuffer(&bytes)
    guard !isBusy, let request = nextRequest() else { return }
    isBusy = true
    acts = server.take(request)[...]
    goOn(context)
  }

  private func goOn(_ context: ChannelHandlerContext) {
    guard let act = acts.popFirst() else {
      isBusy = false
      return
    }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let next: @Sendable () -> Void = {
      let (handler, context) = bound.value
      handler.goOn(context)
    }
    switch act {
    case .send(let bytes): write(bytes, context).whenSuccess(next)
    case .drip(let bytes, let interval):
      guard let first = bytes.first else { return goOn(context) }
      acts = [.drip(Array(bytes.dropFirst()), every: interval)] + acts
      write([first], context).whenSuccess { bound.eventLoop.scheduleTask(in: interval, next) }
    case .flood(let bytes, let times):
      guard times > 0 else { return goOn(context) }
      acts = [.flood(bytes, times: times - 1)] + acts
      let server = server
      write(bytes, context).whenSuccess {
        server.didFlood(bytes.count)
        next()
      }
    case .stall: break
    case .wait(let gate): server.gate(gate).hop(to: context.eventLoop).whenSuccess(next)
    case .close: context.close(promise: nil)
    case .reset:
      (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { _ in bound.value.1.close(promise: nil) }
    }
  }

  private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
  }

  /// The first whole request in what has come, taken out of it.
  private func nextRequest() -> FaultServer.Request? {
    let view = Array(buffer.readableBytesView)
    guard let end = Self.end(ofHeadIn: view) else { return nil }
    let lines = String(decoding: view[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    var request = FaultServer.Request(method: String(words[0]), path: String(words[1]))
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      request.headers.append((String(line[..<colon]), String(value)))
    }
    let length = request.header("content-length").flatMap { Int($0) } ?? 0
    guard view.count >= end + length else { return nil }
    request.body = Array(view[end..<end + length])
    buffer.moveReaderIndex(forwardBy: end + length)
    return request
  }

  private static func end(ofHeadIn bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    let blank: [UInt8] = [13, 10, 13, 10]
    return (0...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(blank) }.map { $0 + 4 }
  }
}
