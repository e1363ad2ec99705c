import Maker
import MakerAgents

extension DurableScope {
  /// Makes a question, and names the decision it was for when it cannot be made.
  func question<Asked>(
    _ key: String, _ make: () throws(AgentRecordFailure) -> Asked
  ) throws(DurableError) -> Asked {
    do throws(AgentRecordFailure) { return try make() } catch {
      throw DurableError(.badQuestion(error.description), key: scope(key).path)
    }
  }
}

/// Does two things at the same time. When one fails the other is cancelled, and waited for; at a cap or a limit it is not cut
/// off, for what is out is paid for whether it is waited for or not.
func both<Result: Sendable>(
  _ one: @escaping @Sendable () async throws(DurableError) -> Result,
  _ other: @escaping @Sendable () async throws(DurableError) -> Result
) async throws(DurableError) -> (Result, Result) {
  let results = await withTaskGroup(of: (Int, Swift.Result<Result, DurableError>).self) { group in
    for (place, work) in [one, other].enumerated() {
      group.addTask {
        do throws(DurableError) { return (place, .success(try await work())) } catch {
          return (place, .failure(error))
        }
      }
    }
    var results: [Int: Swift.Result<Result, DurableError>] = [:]
    for await (place, result) in group {
      results[place] = result
      if case .failure(let error) = result, error.endsOthers { group.cancelAll() }
    }
    return results
  }
  // The failure that was first cancelled the other, whose cancellation is not what is told.
  let failures = results.values.compactMap { if case .failure(let error) = $0 { error } else { nil } }
  if let failure = failures.first(where: { !$0.isCancellation }) ?? failures.first { throw failure }
  guard let first = try results[0]?.get(), let second = try results[1]?.get() else {
    preconditionFailure("each of two tasks ends with a result")
  }
  return (first, second)
}

extension DurableError {
  /// Whether what goes on at the same time is to be cut off: not at a cap or a limit, which ends it soon enough.
  package var endsOthers: Bool {
    if reachedCap != nil { return false }
    if case .step(let failure) = reason, case .limit = failure.reason { return false }
    return true
  }
}
