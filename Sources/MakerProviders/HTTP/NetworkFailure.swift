import AsyncHTTPClient
import Maker
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes one sentence and one class of whatever the network throws. No text of a library or a server is in it.
struct NetworkFailure {
  let host: String
  let place: String
  let scheme: BaseURL.Scheme
  let limits: TransportLimits
  let answerBytes: Int
  let stage: CallFailure.Stage

  func reading(of error: any Error) -> CallFailure {
    switch error {
    case let breach as AnswerBreach: ofBreach(breach)
    case let error as HTTPClientError: ofClient(error)
    case let error as NIOConnectionError: ofConnecting(error)
    case let error as IOError: ofSystem(error.errnoCode)
    case let error as ChannelError: ofChannel(error)
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: ofTLS(String(describing: error))
    case HTTPParserError.invalidEOFState: cutOff
    case is HTTPParserError:
      transient("\(place) answered with something that is not HTTP.", "bad_http")
    case NIOHTTPDecompression.DecompressionError.limit: tooLong
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      transient("The answer of \(place) is packed, and damaged.", "bad_encoding")
    default: transient("The call to \(place) failed (\(type(of: error))).", "connection_error")
    }
  }

  private func transient(_ message: String, _ type: String) -> CallFailure {
    CallFailure(.transient(retryAfter: nil), message, type: type, stage: stage)
  }

  private func ofBreach(_ breach: AnswerBreach) -> CallFailure {
    switch breach {
    case .cancelled: transient("The call to \(place) was cancelled.", "cancelled")
    case .firstByte:
      transient(
        "\(place) did not begin to answer within \(min(limits.firstByte, limits.reply).inWords).",
        "timeout_first_byte")
    case .reply: transient("\(place) did not end its answer within \(limits.reply.inWords).", "timeout_reply")
    case .tooLong, .cut: tooLong
    case .bomb:
      transient(
        "The answer of \(place) is packed more than \(TransportLimits.unpackRatio) times, which no reply is.",
        "decompression_bomb")
    }
  }

  private var tooLong: CallFailure {
    transient(
      "The answer of \(place) is longer than \(answerBytes) bytes, and was not read further.", "body_too_long"
    )
  }

  private var cutOff: CallFailure {
    transient("\(place) closed the connection in the middle of its answer.", "connection_closed")
  }

  private var connectTimeout: CallFailure {
    CallFailure(
      .transient(retryAfter: nil),
      "No connection to \(place) within \(limits.connect.inWords): is the server up, and does nothing block the way?",
      type: "timeout_connect", stage: .unsent)
  }

  private func ofClient(_ error: HTTPClientError) -> CallFailure {
    switch error {
    case .cancelled: return ofBreach(.cancelled)
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: return connectTimeout
    case .remoteConnectionClosed, .uncleanShutdown: return cutOff
    case .alreadyShutdown:
      return CallFailure(
        .noRetry(.unavailable), "The connections to \(place) are shut down.", type: "shut_down",
        stage: .unsent)
    default: return transient("The call to \(place) failed: \(error.shortDescription).", "client_error")
    }
  }

  /// No connection was made.
  private func ofConnecting(_ error: NIOConnectionError) -> CallFailure {
    guard let reason = error.connectionErrors.first?.error else {
      return unsent(
        "The name \(host) was not found: check the base URL, and whether this machine is online.", "dns")
    }
    switch reason {
    case let reason as IOError where reason.errnoCode == ECONNREFUSED:
      return unsent("Nothing listens at \(place): is the server running?", "connection_refused")
    case ChannelError.connectTimeout: return connectTimeout
    default: return unsent("\(place) cannot be reached: check the network.", "unreachable")
    }
  }

  private func unsent(_ message: String, _ type: String) -> CallFailure {
    CallFailure(.transient(retryAfter: nil), message, type: type, stage: .unsent)
  }

  private func ofSystem(_ code: CInt) -> CallFailure {
    switch code {
    case ECONNRESET, EPIPE, ECONNABORTED:
      transient("\(place) reset the connection.", "connection_reset")
    case ECONNREFUSED: unsent("Nothing listens at \(place): is the server running?", "connection_refused")
    case ETIMEDOUT: transient("The connection to \(place) went silent.", "timeout_connection")
    case EMFILE, ENFILE:
      unsent(
        "This process has no more files for connections: lower --max-connections or raise ulimit -n.",
        "too_many_files")
    default: transient("The connection to \(place) broke (errno \(code)).", "connection_error")
    }
  }

  private func ofChannel(_ error: ChannelError) -> CallFailure {
    if case .connectTimeout = error { return connectTimeout }
    return cutOff
  }

  /// A handshake that fails will fail again; a connection that ends without goodbye need not.
  private func ofTLS(_ reason: String) -> CallFailure {
    if reason.contains("uncleanShutdown") { return cutOff }
    if reason.contains("EOF during handshake") || reason.contains("syscallError") {
      return unsent("\(place) closed the connection during the TLS handshake.", "tls_closed")
    }
    let remedy =
      if reason.contains("WRONG_VERSION_NUMBER") || reason.contains("HTTP_REQUEST") {
        "it does not speak TLS: should the base URL begin with http:// ?"
      } else if reason.contains("failedToValidateHostname") || reason.contains("HostnameImpossible") {
        "its certificate is for another host: check the base URL."
      } else if reason.contains("CERTIFICATE_VERIFY_FAILED") || reason.contains("unableToValidateCertificate")
      {
        "its certificate is not trusted here: check the base URL, or trust the authority that signed it."
      } else {
        "the TLS handshake failed."
      }
    return CallFailure(
      .noRetry(.unavailable), "There is no secure connection to \(place): \(remedy)", type: "tls",
      stage: .unsent)
  }
}
