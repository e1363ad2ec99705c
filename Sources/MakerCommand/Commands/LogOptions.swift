package import ArgumentParser
import Logging

/// What is logged to standard error, and how.
package struct LogOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is logged, and everything graver: trace, debug, info, notice, warning, error, critical (default: warning).",
      valueName: "level"))
  package var logLevel: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How it is logged: text, or json for one object a line (default: text).", valueName: "format"))
  package var logFormat: String?

  package init() {}

  package func validate() throws {
    try Setting.logLevel.check(logLevel)
    try Setting.logFormat.check(logFormat)
  }

  /// What was given.
  package var given: SettingsGiven {
    var given = SettingsGiven()
    given.add(.logLevel, logLevel)
    given.add(.logFormat, logFormat)
    return given
  }

  /// Starts the log of this process, to standard error.
  package func start(_ settings: Settings) {
    StandardErrorLog.start(level: settings.logLevel, format: settings.logFormat)
    Logger(label: "maker.settings").debug(
      "the settings are read",
      metadata: [
        "file": "\(settings.file ?? "none")", "models": .array(settings.models.map { .string($0) }),
        "secrets_dir": "\(settings.keys.folder ?? "none")",
      ])
  }
}
