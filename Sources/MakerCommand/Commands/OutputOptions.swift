import ArgumentParser

/// How a result is printed.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print results as JSON: one object on the last line, keys in snake_case.")
  var json = false
}

/// Usage errors are one sentence and exit 64.
func require(_ condition: Bool, _ sentence: String) throws {
  if !condition { throw ValidationError(sentence) }
}
