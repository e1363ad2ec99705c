import ArgumentParser
import MakerProviders

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List providers, what is configured, and what models cost.",
    discussion: """
      Examples:
        maker models
        maker models --provider openai

      A model is named PROVIDER/NAME, such as openai/gpt-4.1-mini or ollama/qwen3; a model need not be in the table of \
      prices to be asked. Keys are read from the environment, or from the folder that MAKER_SECRETS_DIR names, which \
      holds a file for each, named like the variable. Everything else may be set in maker.yaml.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("List this provider only (default: all).", valueName: "name"))
  var provider: String?
  @OptionGroup var config: ConfigOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let settings = try await Settings(options: log.given, config: config.config)
    log.start(settings)
    let listing = try await ModelsListing(settings, provider: provider)
    try StandardOutput.print(output.json ? JSONLine.of(listing) : listing.text)
  }
}
