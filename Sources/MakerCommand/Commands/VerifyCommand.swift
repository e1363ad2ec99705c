import ArgumentParser

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute every decision of a run from its recorded votes and check every answer.",
    discussion: """
      Example: maker verify latest

      Of a map that is done both files are compared too, to the byte, with what the run file says; of one that is not \
      done they are not.

      Exits 0 when everything holds, 1 when an answer is wrong, a decision does not follow from its votes or a file of a map \
      is missing or another, 65 when the run file is damaged. An unfinished run is verified as far as it goes.
      """)

  @Argument(help: RunFolder.argumentHelp)
  var reference: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let path = try RunFolder.path(of: reference)
    let report = try RunReport(path: path, verifying: true, comparesFiles: true)
    try StandardOutput.print(output.json ? JSONLine.of(report) : report.text)
    if report.verified == false { throw CommandFailure(.failed, report.problem) }
    if let failure = report.failure { throw failure }
  }
}
