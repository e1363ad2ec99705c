import Maker
import MakerAgents
import MakerRecords

extension MapTask {
  /// A map that stops because too many of its records did not decide says so, and shows the last of them.
  func failure(of ending: RunEnding, path: String) -> CommandFailure? {
    guard case .stopped(let error, _) = ending, case .step(let step) = error.reason,
      case .limit = step.reason, let count = rejected.exceeded
    else { return nil }
    let record = step.step / laneLength + 1
    let agent = laneLength > 1 ? ", agent \(records.steps.agents[step.step % laneLength].name)" : ""
    let records = "\(Figures.count(count)) \(count == 1 ? "record was" : "records were")"
    return CommandFailure(
      .resumable,
      """
      The map stops: \(records) paid for in this session and not decided, and --max-rejects allows no more. Something is wrong \
      with more than the records: the prompt, the model, or the limits. The last was record \(record)\(agent):
      \(UndecidedStep(step).text)
      Everything decided is recorded. Look at it with `maker show \(path) --record \(record)`; go on with `maker resume \
      \(path) --max-rejects COUNT`, which writes such records to the rejects.
      """)
  }
}
