import ArgumentParser

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a task from its first step.",
    discussion: """
      Examples:
        maker run hanoi --disks 20 --k 4
        maker run chain.yaml --model openai/gpt-4.1-mini   # a task of your own, in any language
      """,
    subcommands: [RunHanoiCommand.self, RunChainCommand.self],
    defaultSubcommand: RunChainCommand.self)
}
