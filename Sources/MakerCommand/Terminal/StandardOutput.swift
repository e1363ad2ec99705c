#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes the three standard descriptors safe to use.
enum StandardDescriptors {
  /// Opens what was closed, so that no file of ours gets the number of a standard descriptor, and turns a reader
  /// that goes away, or a file that may not grow, into an error of `write` instead of a signal.
  static func secure() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // Opened the wrong way round on purpose: writing to a closed standard output must still be an error.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }
}

/// Results. Buffered; a write that fails is a failure of the command.
struct StandardOutput: ~Copyable {
  private var buffer: [UInt8] = []
  private let capacity = 1 << 16

  /// Whether a person reads it.
  static var isTerminal: Bool { isatty(1) == 1 }

  init() { buffer.reserveCapacity(capacity + 4096) }

  /// Writes one line.
  mutating func line(_ text: String) throws(CommandFailure) { try line(bytes: text.utf8) }

  /// Writes one line of bytes, whatever they are.
  mutating func line(bytes: some Sequence<UInt8>) throws(CommandFailure) {
    buffer.append(contentsOf: bytes)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= capacity { try flush() }
  }

  /// Hands everything to the system.
  mutating func flush() throws(CommandFailure) {
    var written = 0
    while written < buffer.count {
      let count = buffer[written...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        let reason = String(cString: strerror(errno))
        let what = errno == EPIPE ? "its reader closed it" : reason
        buffer.removeAll(keepingCapacity: true)
        throw CommandFailure(.failed, "Standard output ended early (\(what)); not everything was printed.")
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes a whole text at once.
  static func print(_ text: String) throws(CommandFailure) {
    var output = StandardOutput()
    try output.line(text)
    try output.flush()
  }
}

/// Messages and progress. What cannot be said there is not said.
enum StandardError {
  static var isTerminal: Bool { isatty(2) == 1 }

  /// The width of the terminal in characters; 80 when it does not tell.
  static var columns: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// One message. What comes from files and models is made harmless; line ends stay.
  static func line(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    raw(lines.map { PlainText.of($0) }.joined(separator: "\n") + "\n")
  }

  static func raw(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
