import Maker
import MakerAgents

/// What there is to ask about a record.
enum RecordQuestion {
  /// The record that the next agent is asked about, with what the agents before it decided, and its prompt.
  case asked(AgentRecord, Prompt)
  /// Nothing: why, and the line of the record where that is what is bad.
  case rejected(String, line: Int?)
  /// Nothing, and nothing can be said: the file cannot be read, or there is no such record.
  case none
}

extension RecordTask {
  /// What there is to ask at a state.
  func question(at state: RecordState) -> RecordQuestion {
    if let reason = state.answers.lazy.compactMap(\.rejection).first { return .rejected(reason, line: nil) }
    guard 0..<source.count ~= state.index, state.answers.count < laneLength else { return .none }
    let row: RecordRow
    do throws(RecordFailure) { row = try source.row(at: state.index) } catch { return .none }
    switch row.record {
    case .failure(let bad): return .rejected(bad.reason, line: row.line)
    case .success(let record):
      // The columns of a table were looked at when the task was made.
      if source.columns == nil, let taken = record.fields.first(where: { Self.isTaken($0.name, by: steps) }) {
        return .rejected(
          "its field \"\(taken.name)\" has a name that an agent's answer takes", line: row.line)
      }
      do throws(AgentRecordFailure) {
        let answers = state.answers.compactMap(\.answer)
        let asked = answers.isEmpty ? record : try steps.record(record, after: answers)
        return .asked(asked, try steps.agents[answers.count].prompt(for: asked))
      } catch {
        return .rejected(error.description, line: row.line)
      }
    }
  }
}
