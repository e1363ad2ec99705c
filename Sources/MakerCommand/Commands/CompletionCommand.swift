import ArgumentParser

struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "Print the completion script of a shell.",
    discussion: "Example: maker completion bash > ~/.local/share/bash-completion/completions/maker")

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  @OptionGroup var output: OutputOptions

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  func run() throws {
    let completionShell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let script = MakerMain.completionScript(for: completionShell)
    try StandardOutput.print(
      output.json ? JSONLine.of(["shell": shell.rawValue, "script": script]) : script)
  }
}
