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
  func call(for prompt: Prompt, options: GenerationOptions) -> HTTPCall

  /// Reads a 2xx answer.
  ///
  /// - Throws: ``CallFailure``: `transient` for what a proxy or a crash garbled, `noRetry` for what would come again.
  func response(from answer: HTTPAnswer) throws(CallFailure) -> Response

  /// Classifies an answer that is not 2xx.
  func failure(from answer: HTTPAnswer) -> CallFailure
}
