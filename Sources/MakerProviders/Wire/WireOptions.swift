/// What a wire protocol is told besides the endpoint and the model.
package struct WireOptions: Sendable {
  /// Whether log probabilities are asked for, where the endpoint gives any.
  package var asksForLogprobs: Bool
  /// Whether a temperature is sent; nil lets the model's name decide (``TemperatureRule``).
  package var sendsTemperature: Bool?
  /// Covers keys in what the provider says.
  package var mask: Mask

  package init(asksForLogprobs: Bool = false, sendsTemperature: Bool? = nil, mask: Mask = Mask()) {
    self.asksForLogprobs = asksForLogprobs
    self.sendsTemperature = sendsTemperature
    self.mask = mask
  }
}

/// Which models refuse a temperature.
///
/// OpenAI's reasoning models (`o1`, `o3`, `o4-mini`, `gpt-5` and later) refuse every temperature but their own, unless
/// reasoning is off; so do Anthropic's from Claude 4.7 on. To these none is sent: every sample is drawn at the model's
/// own temperature, the first one too. Where a model does take one, the option says so.
enum TemperatureRule {
  /// Whether a model of this name takes a temperature.
  static func isTaken(by model: String) -> Bool {
    // `openrouter/openai/o3-mini`: the last part is the model's name.
    let name = (model.split(separator: "/").last ?? "").lowercased()
    return !isReasoningOpenAI(name) && !isLaterClaude(name)
  }

  private static func isReasoningOpenAI(_ name: String) -> Bool {
    let parts = name.split(separator: "-")
    guard let first = parts.first else { return false }
    if first.utf8.count == 2, first.first == "o", first.last?.isNumber == true { return true }
    guard first == "gpt", parts.count > 1, let generation = Int(parts[1].prefix { $0.isNumber }) else {
      return false
    }
    return generation >= 5 && !parts.contains("chat")
  }

  /// `claude-opus-4-7`, `claude-sonnet-5`, `claude-opus-4.7`: a family, then the version.
  private static func isLaterClaude(_ name: String) -> Bool {
    let parts = name.split { $0 == "-" || $0 == "." }
    guard parts.count > 2, parts[0] == "claude", let major = Int(parts[2]), parts[2].utf8.count < 3,
      Int(parts[1]) == nil
    else { return false }
    guard major == 4 else { return major > 4 }
    guard parts.count > 3, parts[3].utf8.count < 3, let minor = Int(parts[3]) else { return false }
    return minor >= 7
  }
}
