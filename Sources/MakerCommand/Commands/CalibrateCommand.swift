import ArgumentParser

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measure models on random steps of a task, before money is spent on a run.",
    discussion: "Example: maker calibrate hanoi --disks 20 --steps 1000",
    subcommands: [CalibrateHanoiCommand.self])
}
