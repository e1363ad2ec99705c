import ArgumentParser

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a task from its first step.",
    discussion: "Example: maker run hanoi --disks 20 --k 4",
    subcommands: [RunHanoiCommand.self])
}
