import ArgumentParser

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List the runs in a folder.",
    discussion: """
      Example: maker runs

      A line a run: its file, its task, what it reads, its model, how far it is, and how it stands and why.
      """)

  @Argument(help: "The folder to look in.")
  var folder: String = RunFolder.name
  @OptionGroup var output: OutputOptions

  func run() throws {
    var out = StandardOutput()
    let paths = RunFolder.all(in: folder)
    if paths.isEmpty {
      StandardError.line("maker: there is no run in \(folder); start one with `maker run hanoi`")
    }
    var runs: [RunListing] = []
    for path in paths {
      do throws(CommandFailure) {
        runs.append(try RunListing(path))
      } catch {
        error.report()
      }
    }
    if output.json {
      try out.line(JSONLine.of(runs))
    } else {
      // A head would be one more line for what reads them.
      let head = StandardOutput.isTerminal && !runs.isEmpty ? [RunListing.head] : []
      for line in TextTable.lines(head + runs.map(\.cells)) { try out.line(line) }
    }
    try out.flush()
  }
}
