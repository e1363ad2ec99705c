public import Maker

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DurableScope {
  /// Lets an agent decide by voting, or gives back what was decided.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - agent: The agent.
  ///   - record: What it is asked about.
  /// - Returns: The answer that came out ahead by k; it is on record before this returns.
  /// - Throws: `DurableError`; of reason `badQuestion` when the prompt names a field that the record does not have.
  @discardableResult
  public func decide(
    _ key: String, _ agent: Agent, with record: AgentRecord
  ) async throws(DurableError) -> AgentAnswer {
    try await decide(key, question(key, agent, record))
  }

  /// Lets an agent decide about any value that is an object in JSON: a struct of yours, a dictionary.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - agent: The agent.
  ///   - input: What it is asked about; its properties are the fields of the prompt.
  /// - Returns: The answer that came out ahead by k; it is on record before this returns.
  /// - Throws: `DurableError`; of reason `badQuestion` when the input is no object, or lacks a field.
  @discardableResult
  public func decide(
    _ key: String, _ agent: Agent, with input: any Encodable
  ) async throws(DurableError) -> AgentAnswer {
    try await decide(key, agent, with: record(of: input, key))
  }

  /// Votes on what an agent is asked, and takes "undecided" for an answer too.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - agent: The agent.
  ///   - record: What it is asked about.
  /// - Returns: The answer, if one came out ahead by k, and all candidates with their votes.
  /// - Throws: `DurableError`.
  public func poll(
    _ key: String, _ agent: Agent, with record: AgentRecord
  ) async throws(DurableError) -> Poll<AgentAnswer> {
    try await poll(key, question(key, agent, record))
  }

  /// Votes on what an agent is asked about any value that is an object in JSON.
  ///
  /// - Parameters:
  ///   - key: The name of the decision within this scope.
  ///   - agent: The agent.
  ///   - input: What it is asked about.
  /// - Returns: The answer, if one came out ahead by k, and all candidates with their votes.
  /// - Throws: `DurableError`.
  public func poll(
    _ key: String, _ agent: Agent, with input: any Encodable
  ) async throws(DurableError) -> Poll<AgentAnswer> {
    try await poll(key, agent, with: record(of: input, key))
  }

  private func question(
    _ key: String, _ agent: Agent, _ record: AgentRecord
  ) throws(DurableError) -> AgentQuestion {
    do throws(AgentRecordFailure) { return try AgentQuestion(agent, about: record) } catch {
      throw bad(key, error.description)
    }
  }

  // Never inlined: the optimizer of Swift 6.3 crashes on this catch within an asynchronous function.
  @inline(never)
  private func record(of input: any Encodable, _ key: String) throws(DurableError) -> AgentRecord {
    let encoder = JSONEncoder()
    // Dictionaries have no order of their own, and the prompt must be the same whenever the code runs.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try AgentRecord(json: encoder.encode(input))
    } catch {
      throw bad(key, "its input is no record: \(error)")
    }
  }

  private func bad(_ key: String, _ problem: String) -> DurableError {
    DurableError(.badQuestion(problem), key: scope(key).path)
  }
}
