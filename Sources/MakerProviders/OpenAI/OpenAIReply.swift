import Maker

/// Reading a chat completion.
extension OpenAIWire {
  /// The reply in a value that has been read already.
  func response(from value: JSONValue, of answer: HTTPAnswer, now: Double) throws(CallFailure) -> Response {
    guard value.members != nil else { throw reading.senseless("it is not a JSON object") }
    // OpenRouter sends errors of the provider behind it with 200.
    if ErrorReport.isError(value) { throw reading.error(in: value, of: answer, now: now) }
    let choice = try firstChoice(in: value)
    if ErrorReport.isError(choice) { throw reading.error(in: choice, of: answer, now: now) }
    try reading.checkModel(value["model"]?.string)
    let usage = try usage(in: value)
    guard let message = choice["message"], message.members != nil else {
      throw reading.senseless("its choice holds no message")
    }
    var reason = Self.finishReason(choice["finish_reason"]?.string)
    var content = Self.text(of: message["content"])
    if let refusal = message["refusal"]?.string ?? Self.refusal(in: message["content"]), !refusal.isEmpty {
      (content, reason) = (refusal, .refusal)
    } else if profile.stripsThinking {
      content = Self.withoutThinking(content)
    }
    return Response(
      content, usage: usage, finishReason: reason, model: modelName,
      logprobs: Self.logprobs(of: choice["logprobs"]))
  }

  /// The choice of index 0, where one was asked for.
  private func firstChoice(in value: JSONValue) throws(CallFailure) -> JSONValue {
    guard let choices = value["choices"]?.array, let first = choices.first else {
      throw reading.senseless("it holds no choice")
    }
    if choices.count == 1 { return first }
    let zeroth = choices.filter { $0["index"]?.integer == 0 }
    guard zeroth.count == 1, let choice = zeroth.first else {
      throw reading.senseless("\(zeroth.count) of its \(choices.count) choices have the index 0")
    }
    return choice
  }

  /// The tokens. Cached ones are part of the prompt, and reasoning is part of the reply; where a server counts them
  /// beside it, which its sums give away, they are added.
  private func usage(in value: JSONValue) throws(CallFailure) -> Usage {
    guard let usage = value["usage"] else { return Usage() }
    guard usage.members != nil else { throw reading.senseless("its usage is not a JSON object") }
    let details = usage["prompt_tokens_details"]
    let input = try reading.count(usage["prompt_tokens"], "prompt_tokens")
    let output = try reading.count(usage["completion_tokens"], "completion_tokens")
    let total = try reading.count(usage["total_tokens"], "total_tokens")
    let cached = try reading.count(
      details?["cached_tokens"] ?? usage["prompt_cache_hit_tokens"] ?? usage["cached_tokens"], "cached_tokens"
    )
    let written = try reading.count(details?["cache_write_tokens"], "cache_write_tokens")
    let reasoning = try reading.count(
      usage["completion_tokens_details"]?["reasoning_tokens"] ?? usage["reasoning_tokens"], "reasoning_tokens"
    )
    let isApart = reasoning > output || reasoning > 0 && total == input + output + reasoning
    return Usage(
      inputTokens: cached + written > input ? input + cached + written : input,
      outputTokens: isApart ? output + reasoning : output,
      cachedInputTokens: cached, cacheWriteTokens: written, reasoningTokens: reasoning)
  }

  /// Why a reply ended, in the words of any server.
  static func finishReason(_ reason: String?) -> Response.FinishReason {
    switch reason?.lowercased() {
    case nil, "", "stop", "eos", "eos_token", "stop_sequence", "end_turn", "complete", "completed": .stop
    case "length", "limit", "max_tokens", "max_output_tokens", "model_length": .length
    case "content_filter", "safety": .contentFilter
    case "refusal": .refusal
    default: .other
    }
  }

  /// The text of a message: a string, or parts of which those of text are joined. Reasoning is in other fields, or in
  /// parts of another type.
  private static func text(of content: JSONValue?) -> String {
    guard let parts = content?.array else { return content?.string ?? "" }
    var text = ""
    for part in parts {
      if let plain = part.string { text += plain }
      let type = part["type"]?.string
      if type == nil || type == "text" || type == "output_text" { text += part["text"]?.string ?? "" }
    }
    return text
  }

  private static func refusal(in content: JSONValue?) -> String? {
    content?.array?.first { $0["type"]?.string == "refusal" }?["refusal"]?.string
  }

  /// A reply without the reasoning it begins with. One that is cut off within its reasoning is left as it is.
  static func withoutThinking(_ content: String) -> String {
    let reply = content.drop(while: \.isWhitespace)
    guard reply.hasPrefix("<think>"), let end = reply.range(of: "</think>") else { return content }
    return String(reply[end.upperBound...].drop(while: \.isWhitespace))
  }

  /// The log probabilities, as OpenAI lists them or as completions do; none when one of them is no number.
  private static func logprobs(of value: JSONValue?) -> [Double] {
    let listed = value?["content"]?.array?.map { $0["logprob"]?.real }
    let bare = value?["token_logprobs"]?.array?.map(\.real)
    guard let all = listed ?? bare else { return [] }
    let numbers = all.compactMap(\.self).filter(\.isFinite)
    return numbers.count == all.count ? numbers : []
  }
}
