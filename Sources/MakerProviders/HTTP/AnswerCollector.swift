import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer, within limits of size and time, and knows how far the exchange came.
///
/// Its callbacks run on the event loop of the exchange; the lock is for the cancellation, which comes from anywhere.
final class AnswerCollector: HTTPClientResponseDelegate {
  typealias Response = HTTPAnswer

  private struct State {
    var task: HTTPClient.Task<HTTPAnswer>?
    var isCancelled = false
    var isSent = false
    var sentAt: NIODeadline?
    var timer: Scheduled<Void>?
    var status: Int?
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// How long the packed body is, where it is packed and its length is known.
    var packedBytes: Int?
    /// Why this side broke off the exchange.
    var breach: AnswerBreach?
  }

  private let limits: TransportLimits
  private let maximumBytes: Int
  private let state = Mutex(State())

  init(limits: TransportLimits, maximumBytes: Int) {
    self.limits = limits
    self.maximumBytes = maximumBytes
  }

  /// How far the exchange came.
  var stage: CallFailure.Stage {
    state.withLock { state in
      if let status = state.status, !(200..<300).contains(status) { return .answered }
      return state.isSent ? .sent : .unsent
    }
  }

  /// Why this side broke off the exchange, if it did.
  var breach: AnswerBreach? { state.withLock { $0.breach } }

  /// The answer as far as it came, for an error whose body was cut.
  func partialAnswer() -> HTTPAnswer? {
    state.withLock { state in
      state.status.map { HTTPAnswer(status: $0, headers: HTTPHeaderFields(state.headers), body: state.body) }
    }
  }

  /// Takes the exchange, to be able to end it; ends it at once when it was cancelled before.
  func attach(_ task: HTTPClient.Task<HTTPAnswer>) {
    let isCancelled = state.withLock { state in
      state.task = task
      return state.isCancelled
    }
    if isCancelled { task.fail(reason: AnswerBreach.cancelled) }
  }

  /// Ends the exchange.
  func cancel() {
    let task = state.withLock { state in
      state.isCancelled = true
      return state.task
    }
    task?.fail(reason: AnswerBreach.cancelled)
  }

  func didSendRequestHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPRequestHead) {
    state.withLock { state in
      state.isSent = true
      state.sentAt = .now()
    }
    startTimer(in: TimeAmount(min(limits.firstByte, limits.reply)), of: task)
  }

  func didReceiveHead(
    task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let length = head.headers.first(name: "content-length").flatMap { Int($0) }
    let isPacked = head.headers.contains(name: "content-encoding")
    let status = Int(head.status.code)
    state.withLock { state in
      state.status = status
      state.headers = head.headers.map { ($0.name, $0.value) }
      if isPacked { state.packedBytes = length }
      if let length, length <= maximumBytes { state.body.reserveCapacity(length) }
    }
    if !isPacked, (200..<300).contains(status), let length, length > maximumBytes {
      return refuse(.tooLong, of: task)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<HTTPAnswer>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let breach: AnswerBreach? = state.withLock { state in
      let isError = !(200..<300).contains(state.status ?? 200)
      let bound = isError ? min(maximumBytes, TransportLimits.errorBytes) : maximumBytes
      let room = bound - state.body.count
      state.body.append(contentsOf: buffer.readableBytesView.prefix(room))
      if buffer.readableBytes > room { return isError ? .cut : .tooLong }
      if let packed = state.packedBytes, state.body.count > TransportLimits.unpackFreeBytes,
        state.body.count / TransportLimits.unpackRatio > packed
      {
        return .bomb
      }
      return nil
    }
    return breach.map { refuse($0, of: task) } ?? task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer {
    let (answer, timer) = state.withLock { state in
      let answer = HTTPAnswer(
        status: state.status ?? 0, headers: HTTPHeaderFields(state.headers), body: state.body)
      state.body = []
      return (answer, state.timer.take())
    }
    timer?.cancel()
    return answer
  }

  func didReceiveError(task: HTTPClient.Task<HTTPAnswer>, _ error: any Error) {
    state.withLock { $0.timer.take() }?.cancel()
  }

  private func refuse(
    _ breach: AnswerBreach, of task: HTTPClient.Task<HTTPAnswer>
  ) -> EventLoopFuture<Void> {
    state.withLock { $0.breach = $0.breach ?? breach }
    return task.eventLoop.makeFailedFuture(breach)
  }

  /// One timer an exchange: it looks what is due when it fires, since nearly none ever does.
  private func startTimer(in time: TimeAmount, of task: HTTPClient.Task<HTTPAnswer>) {
    let timer = task.eventLoop.scheduleTask(in: time) { self.timeIsUp(of: task) }
    let old = state.withLock { state in
      let old = state.timer
      state.timer = timer
      return old
    }
    old?.cancel()
  }

  private func timeIsUp(of task: HTTPClient.Task<HTTPAnswer>) {
    let (began, hasHead) = state.withLock { ($0.sentAt ?? .now(), $0.status != nil) }
    let remaining = TimeAmount(limits.reply) - (.now() - began)
    if hasHead, remaining > .zero { return startTimer(in: remaining, of: task) }
    let breach: AnswerBreach = hasHead ? .reply : .firstByte
    state.withLock { $0.breach = $0.breach ?? breach }
    task.fail(reason: breach)
  }
}

/// Why this side broke off an exchange.
enum AnswerBreach: Error { case cancelled, firstByte, reply, tooLong, bomb, cut }
