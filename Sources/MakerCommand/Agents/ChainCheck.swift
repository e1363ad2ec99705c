import Maker
import MakerPrograms

/// Checks a chain: starts its program, asks it what it offers and its first prompt, and, if asked to, a model.
struct ChainCheck: Sendable {
  let chain: ChainFile
  let chosen: ChosenModel
  /// The samples of the first step that are taken; nil for none.
  let trials: Int?

  /// Prepares a check.
  ///
  /// - Throws: A failure for settings that make no sense.
  init(_ chain: ChainFile, trials: Int?, choice: SamplingChoice) async throws(CommandFailure) {
    (self.chain, self.trials) = (chain, trials)
    chosen = try await ChosenModel(FileModel(chain), choice)
  }

  /// Checks the chain.
  ///
  /// - Parameter report: What is known of the file.
  /// - Returns: The same with what the program offers and the samples, or with what is wrong.
  /// - Throws: A failure for a model that cannot be asked.
  func checked(_ report: CheckReport) async throws(CommandFailure) -> CheckReport {
    var report = report
    let program: Program
    let task: ProgramTask
    let summary: ChainSummary
    do throws(ProgramFailure) {
      program = try Program(
        chain.command(withholding: UserPrograms.withheld(chosen.settings)), limits: chain.limits,
        event: UserPrograms.show)
      task = try ProgramTask(program)
      summary = try ChainSummary(chain, task, chosen)
    } catch {
      report.mistakes = [FileMistake(file: report.file, error.message)]
      return report
    }
    defer { program.close() }
    report.name = program.offer.name
    report.chain = summary
    guard let trials else { return report }
    let session = try TrialSession(trials, of: [chosen])
    let sampled: ([Sample], TrialStop?)
    do throws(CommandFailure) {
      sampled = try await session.samples(of: summary.prompt, by: chosen, rules: chosen.rules, step: 0)
    } catch {
      await session.shutdown()
      throw error
    }
    await session.shutdown()
    let (samples, stop) = sampled
    let trial = Trial(samples) { response throws(Flagged) in
      for flag in chosen.rules.redFlags {
        if let finding = flag.inspect(response) { throw finding }
      }
      return try task.answer(in: response.content, at: task.initialState)
    }
    if let failure = task.failure {
      report.mistakes = [FileMistake(file: report.file, failure.message)]
      return report
    }
    report.stop = stop
    if !samples.isEmpty {
      report.chain?.trial = TrialReport(
        trial, costUSD: session.costUSD(of: samples), right: summary.right, json: \.json, canonical: \.json)
    }
    return report
  }
}
