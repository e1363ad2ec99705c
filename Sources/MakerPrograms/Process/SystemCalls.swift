import ProgramSpawn

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A call of the system that failed.
struct SystemFailure: Error {
  /// The number of the error.
  let code: Int32

  /// The system's word for it.
  var reason: String { String(cString: strerror(code)) }
}

/// A pipe whose ends no other child inherits.
struct Pipe {
  let reading: Int32
  let writing: Int32

  init() throws(SystemFailure) {
    var ends: [Int32] = [-1, -1]
    guard program_spawn_pipe(&ends) == 0 else { throw SystemFailure(code: errno) }
    (reading, writing) = (ends[0], ends[1])
  }

  func close() {
    _ = SystemCalls.close(reading)
    _ = SystemCalls.close(writing)
  }
}

/// What came of reading or writing without waiting.
enum Transfer {
  /// So many bytes went through.
  case moved(Int)
  /// Nothing can go through now.
  case later
  /// The other end is closed.
  case closed
}

/// The few calls that a conversation is made of, as they are needed here.
enum SystemCalls {
  #if canImport(Glibc)
    static func close(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }
  #elseif canImport(Musl)
    static func close(_ descriptor: Int32) -> Int32 { Musl.close(descriptor) }
  #else
    static func close(_ descriptor: Int32) -> Int32 { Darwin.close(descriptor) }
  #endif

  /// Makes calls on a descriptor return at once.
  static func unblock(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    #if canImport(Darwin)
      _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
    #endif
  }

  /// Reads what is there into `buffer`.
  static func take(from descriptor: Int32, into buffer: inout [UInt8]) -> Transfer {
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { return .moved(count) }
      if count == 0 { return .closed }
      if errno == EAGAIN { return .later }
      if errno != EINTR { return .closed }
    }
  }

  /// Writes as much as there is room for. A reader that is gone is no signal, only ``Transfer/closed``.
  static func give(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Transfer {
    #if !canImport(Darwin)
      var pipeSignal = sigset_t()
      var before = sigset_t()
      sigemptyset(&pipeSignal)
      sigaddset(&pipeSignal, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    #endif
    while true {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return .moved(count) }
      if errno == EAGAIN { return .later }
      if errno == EINTR { continue }
      #if !canImport(Darwin)
        // The signal waits for this thread alone; it is taken here, before it is let through again.
        var now = timespec()
        if errno == EPIPE { while sigtimedwait(&pipeSignal, nil, &now) == -1, errno == EINTR {} }
      #endif
      return .closed
    }
  }

  /// Waits until one of the descriptors is ready.
  ///
  /// - Parameters:
  ///   - waits: The descriptors, and what each is waited for; what came of it is in them afterwards.
  ///   - milliseconds: How long to wait at the most.
  static func wait(_ waits: inout [pollfd], milliseconds: Int32) {
    let result = waits.withUnsafeMutableBufferPointer {
      poll($0.baseAddress, nfds_t($0.count), milliseconds)
    }
    // Interrupted: nothing is known, and the caller looks again.
    if result < 0 { for index in waits.indices { waits[index].revents = 0 } }
  }
}
