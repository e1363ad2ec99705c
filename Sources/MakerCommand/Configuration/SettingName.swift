/// A setting, by its key in `maker.yaml`.
package enum SettingName: String, CaseIterable, Sendable {
  case model, mode, providers, prices, k, temperature, rpm, tpm, retries
  case baseURL = "base_url"
  case secretsFolder = "secrets_dir"
  case maxConnections = "max_connections"
  case connectTimeout = "connect_timeout"
  case firstByteTimeout = "first_byte_timeout"
  case replyTimeout = "reply_timeout"
  case hedgeAfter = "hedge_after"
  case maxCost = "max_cost"
  case maxTokens = "max_tokens"
  case maxTime = "max_time"
  case maxSteps = "max_steps"
  case maxRunSamples = "max_run_samples"
  case logLevel = "log_level"
  case logFormat = "log_format"

  /// As an option of the command line: `--max-cost`.
  package var option: String {
    "--" + String(rawValue.map { $0 == "_" ? "-" : $0 })
  }

  /// As a variable of the environment: `MAKER_MAX_COST`.
  package var variable: String { "MAKER_" + rawValue.uppercased() }
}
