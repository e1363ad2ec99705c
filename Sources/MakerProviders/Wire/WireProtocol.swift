package import Maker

/// How a vendor's protocol says a prompt and a reply. Pure: bytes in, values out, no clock and no network.
package protocol WireProtocol: Sendable {
  /// The name replies are counted and priced under, `openai/gpt-4.1-mini`.
  var modelName: String { get }

  /// The system's name in telemetry (`gen_ai.provider.name`): `openai`, `anthropic`.
  var system: String { get }

  /// The model as the provider knows it, `gpt-4.1-mini`.
  var model: String { get }

  /// The request that asks for one reply.
  ///
  /// - Throws: ``CallFailure`` of `noRetry` for a prompt or options that cannot be said in this protocol.
  func call(for prompt: Prompt, options: GenerationOptions) throws(CallFailure) -> HTTPCall

  /// Reads a 2xx answer.
  ///
  /// - Parameters:
  ///   - answer: The answer, whole.
  ///   - now: Seconds since 1970, to which dates in the headers are compared.
  /// - Returns: The reply.
  /// - Throws: ``CallFailure``: `transient` for what a proxy or a crash garbled, `noRetry` for what would come again.
  func response(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> Response

  /// Classifies an answer that is not 2xx.
  ///
  /// - Parameters:
  ///   - answer: The answer, whole.
  ///   - now: Seconds since 1970, to which dates in the headers are compared.
  /// - Returns: What follows from it, with a sentence for the user.
  func failure(from answer: HTTPAnswer, now: Double) -> CallFailure
}
