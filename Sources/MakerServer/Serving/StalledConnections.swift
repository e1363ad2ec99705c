import NIOCore
import Synchronization

/// Connections whose clients wait for an answer that never comes. A stop of the server ends them.
final class StalledConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isReleased = false
  }

  private let state = Mutex(State())

  /// Returns when the connection is closed: by the client, or because the server stops.
  func hold(_ channel: any Channel) async {
    let id = ObjectIdentifier(channel)
    let isReleased = state.withLock { state in
      if !state.isReleased { state.channels[id] = channel }
      return state.isReleased
    }
    if isReleased {
      channel.close(promise: nil)
    } else {
      // From now on a client that hangs up has closed the connection; there is nothing it could still be told.
      try? await channel.setOption(.allowRemoteHalfClosure, value: false).get()
    }
    try? await channel.closeFuture.get()
    state.withLock { $0.channels[id] = nil }
  }

  /// Ends all of them, and those to come.
  func release() {
    let channels = state.withLock { state in
      state.isReleased = true
      return Array(state.channels.values)
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
