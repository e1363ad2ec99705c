/// Sends calls to one endpoint. It never retries; every answer comes back, whatever its status.
package protocol HTTPTransport: Sendable {
  /// Sends one call and reads the whole answer.
  ///
  /// - Throws: ``CallFailure`` when there is no whole answer: no connection, a time limit, a body that is cut off
  ///   or too long.
  func send(_ call: HTTPCall) async throws(CallFailure) -> HTTPAnswer
}
