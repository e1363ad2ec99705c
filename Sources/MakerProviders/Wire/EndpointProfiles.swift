extension EndpointProfile {
  /// A server that speaks OpenAI's protocol, as most of them do; each profile below says where it differs.
  private init(
    _ name: String, at baseURL: String, key keyVariable: String?, needsKey: Bool = true, seed: Bool = true,
    schema: SchemaForm = .nested, logprobs: Bool = true
  ) {
    self.name = name
    dialect = .openAI
    self.baseURL = baseURL
    self.keyVariable = keyVariable
    self.needsKey = needsKey
    tokenLimitField = .maxTokens
    schemaForm = schema
    sendsSeed = seed
    allowsSeveralChoices = false
    givesLogprobs = logprobs
    checksModelName = false
    hasBatches = false
    isFree = false
    stripsThinking = false
  }

  private func with(_ change: (inout EndpointProfile) -> Void) -> EndpointProfile {
    var profile = self
    change(&profile)
    return profile
  }

  /// OpenAI itself. Several choices of one request have been seen to be the same draw, so it is asked once a vote.
  public static let openai = EndpointProfile(
    "openai", at: "https://api.openai.com/v1", key: "OPENAI_API_KEY"
  ).with {
    $0.tokenLimitField = .maxCompletionTokens
    $0.checksModelName = true
    $0.hasBatches = true
  }

  /// Anthropic's Messages. It knows no seeds, no log probabilities and no `response_format`.
  public static let anthropic = EndpointProfile(
    "anthropic", at: "https://api.anthropic.com/v1", key: "ANTHROPIC_API_KEY", seed: false, schema: .none,
    logprobs: false
  ).with {
    $0.dialect = .anthropic
    $0.checksModelName = true
    $0.hasBatches = true
  }

  /// OpenRouter. It may route a name to a variant of the model, so the name in its answers is not checked.
  public static let openrouter = EndpointProfile(
    "openrouter", at: "https://openrouter.ai/api/v1", key: "OPENROUTER_API_KEY")

  /// Groq. It refuses `logprobs`, and `n` above 1.
  public static let groq = EndpointProfile(
    "groq", at: "https://api.groq.com/openai/v1", key: "GROQ_API_KEY", logprobs: false
  ).with { $0.tokenLimitField = .maxCompletionTokens }

  /// Together. Its `logprobs` is a number and not a yes or no, so it is not asked for.
  public static let together = EndpointProfile(
    "together", at: "https://api.together.xyz/v1", key: "TOGETHER_API_KEY", logprobs: false)

  /// Mistral. It calls the seed `random_seed` and refuses fields that it does not know.
  public static let mistral = EndpointProfile(
    "mistral", at: "https://api.mistral.ai/v1", key: "MISTRAL_API_KEY", seed: false, logprobs: false)

  /// DeepSeek. It knows no seeds, and JSON without a schema only.
  public static let deepseek = EndpointProfile(
    "deepseek", at: "https://api.deepseek.com/v1", key: "DEEPSEEK_API_KEY", seed: false, schema: .none)

  /// vLLM on this machine. The replies of one request are drawn apart, each from a seed of its own.
  public static let vllm = EndpointProfile(
    "vllm", at: "http://localhost:8000/v1", key: "VLLM_API_KEY", needsKey: false
  ).with {
    $0.isFree = true
    $0.allowsSeveralChoices = true
  }

  /// llama.cpp's server on this machine. It answers with the name of its file, whatever was asked for.
  public static let llamacpp = EndpointProfile(
    "llamacpp", at: "http://localhost:8080/v1", key: "LLAMA_API_KEY", needsKey: false, schema: .flat
  ).with { $0.isFree = true }

  /// Ollama on this machine.
  public static let ollama = EndpointProfile(
    "ollama", at: "http://localhost:11434/v1", key: "OLLAMA_API_KEY", needsKey: false
  ).with { $0.isFree = true }

  /// LM Studio on this machine.
  public static let lmstudio = EndpointProfile(
    "lmstudio", at: "http://localhost:1234/v1", key: "LM_STUDIO_API_KEY", needsKey: false
  ).with { $0.isFree = true }

  /// Any other server that speaks OpenAI's protocol. Its key has a variable of its own, so that the key for OpenAI
  /// is never sent anywhere else.
  public static let custom = EndpointProfile("custom", at: "", key: "MAKER_API_KEY", needsKey: false)

  /// Any server that speaks OpenAI's protocol.
  ///
  /// - Parameter baseURL: Its address, ending in the version: `http://10.0.0.7:9000/v1`.
  /// - Returns: ``custom`` with that address.
  public static func custom(baseURL: String) -> EndpointProfile { custom.with { $0.baseURL = baseURL } }

  /// Every profile, those of paid providers first.
  public static let all = [
    openai, anthropic, openrouter, groq, together, mistral, deepseek, vllm, llamacpp, ollama, lmstudio,
    custom,
  ]

  /// The profile of that name, or nil when there is none.
  public static func named(_ name: String) -> EndpointProfile? { all.first { $0.name == name } }
}
