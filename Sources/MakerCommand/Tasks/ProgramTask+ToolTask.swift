import Maker
import MakerJournal
import MakerPrograms

extension ProgramTask: ToolTask {
  var title: String { "\(program.offer.name), version \(program.offer.version)" }

  var otherWordings: Int { paraphrases(for: initialState).count }

  func finish<Model: LanguageModel>(
    _ run: Run<ProgramTask, LocalDecider<Model>>, watching: (RunProgress) -> Void
  ) async throws(RunError) -> RunEnding {
    let run = Run(
      self, decider: ProgramDecider(run.decider, of: self), journal: run.journal, budget: run.budget,
      watch: run.watch)
    watching(run.progress)
    let ending = try await run.finishProgram()
    return ending.isDone ? .done : .usedUp(steps: stepCount)
  }

  var knowsTruth: Bool { program.offer.knowsTruth }

  func firstWrongStep(of file: RunFile, upTo progress: RunFileProgress) throws(CommandFailure) -> Int? {
    guard knowsTruth else { return nil }
    var truth = ProgramTruth(self)
    do {
      try file.forEachDecision { decision in
        guard decision.step < progress.step else { return }
        try truth.check(ProgramAnswer(record: decision.answer))
      }
    } catch let error as ProgramFailure {
      throw CommandFailure(.resumable, error.message)
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.data, "An answer of \(file.path) cannot be read: \(error).")
    }
    return truth.firstWrongStep
  }

  static func isDone(at state: [UInt8]?) -> Bool {
    state.flatMap { try? ProgramState(record: $0) }?.isDone == true
  }

  var trouble: CommandFailure? { failure.map { CommandFailure(.resumable, $0.message) } }
}
