import ArgumentParser

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measure models on random steps of a task, before money is spent on a run.",
    discussion: """
      Examples:
        maker calibrate hanoi --disks 20 --steps 1000
        maker calibrate map agent.yaml --input tickets.csv --label-column team   # random records of a table
        maker calibrate chain.yaml --model openai/gpt-4.1-mini                   # random steps of a program
      """,
    subcommands: [CalibrateHanoiCommand.self, CalibrateMapCommand.self, CalibrateChainCommand.self],
    defaultSubcommand: CalibrateChainCommand.self)
}
