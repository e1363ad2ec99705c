import Synchronization

extension DurableRun {
  /// What is recorded under a key, or what the votes come to now.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - question: What is asked.
  ///   - isPoll: Whether "undecided" is to be recorded as an answer.
  /// - Returns: The poll.
  /// - Throws: ``DurableError``.
  func poll<Asked: Question>(
    _ key: DurableKey, _ question: Asked, isPoll: Bool
  ) async throws(DurableError) -> Poll<Asked.Answer> {
    let rules = question.rules(rules)
    let prompt = question.prompt
    let digest = QuestionDigest(question, rules, isPoll: isPoll)
    let entry = try book.withLock { book throws(DurableError) in
      try book.begin(key, digest, prompt: prompt)
    }
    switch entry {
    case .recorded(let decision):
      do throws(MalformedRecord) { return try Poll(decision) } catch {
        throw DurableError(.unreadable(error), key: key.path)
      }
    case .new(let place):
      let blank = KeyedAnswer(key: key.path, place: place, k: rules.k, question: digest, answer: nil)
      do throws(DurableError) {
        let poll = try await sampled(key, question, rules, blank, isPoll: isPoll)
        book.withLock { $0.end(key, isMade: true) }
        return poll
      } catch {
        book.withLock { $0.end(key, isMade: false) }
        throw error
      }
    }
  }

  /// Samples a question and records what comes of it, once there is a place for it.
  private func sampled<Asked: Question>(
    _ key: DurableKey, _ question: Asked, _ rules: VotingRules, _ blank: KeyedAnswer, isPoll: Bool
  ) async throws(DurableError) -> Poll<Asked.Answer> {
    let index = key.index
    guard await gate.enter() else {
      throw DurableError(
        .step(StepFailure(.cancelled, step: index, prompt: question.prompt)), key: key.path)
    }
    defer { gate.leave() }
    if let cap = budget?.reached { throw DurableError(.cap(cap), key: key.path) }

    let step = Step<Asked.Answer>(
      index: index, prompt: question.prompt, paraphrases: { question.paraphrases },
      prior: await writer.paid(for: index, seed: rules.seed),
      arrangements: question.arrangements > 1 ? Arrangements(of: question) : nil,
      answer: { reply throws(Flagged) in try question.answer(in: reply) })
    let decision: Decision<Asked.Answer>
    do throws(StepFailure) {
      decision = try await vote(on: step, rules)
    } catch {
      // That time is up says nothing of the question: on another day the model is faster.
      guard isPoll, case .limit(let limit) = error.reason, !limit.isOfTime else {
        await writer.keep(error.samples)
        throw DurableError(.step(error), key: key.path)
      }
      // What has no flag was read once already.
      let votes = error.samples.filter { $0.flag == nil }.compactMap {
        try? step.answer(in: $0.response.content, wording: $0.request.wording)
      }
      return try await recordUndecided(key, limit, votes, error.samples, blank)
    }
    let poll = Poll(decision)
    let isUnanimous = poll.candidates.count == 1
    let record = DecisionRecord(
      step: 0, answer: blank.with(decision.answer).record, votes: decision.ballot.count,
      candidates: isUnanimous ? [] : poll.candidates.map { blank.with($0.answer).record },
      order: isUnanimous ? [] : decision.ballot.order, samples: decision.samples, state: [], tally: Tally())
    try await commit(record, key) { $0.count(decision) }
    return poll
  }

  /// Records that a poll did not decide, with everything that was voted for.
  private func recordUndecided<Answer: Hashable & Recordable & Sendable>(
    _ key: DurableKey, _ limit: StepLimit, _ votes: [Answer], _ samples: [Sample], _ blank: KeyedAnswer
  ) async throws(DurableError) -> Poll<Answer> {
    let poll = Poll(undecided: votes)
    let undecided = Ruling(by: Ruling.task, reason: "\(limit)", time: 0)
    let order = votes.map { vote in poll.candidates.firstIndex { $0.answer == vote } ?? 0 }
    let record = DecisionRecord(
      step: 0, answer: blank.record, votes: votes.count,
      candidates: poll.candidates.map { blank.with($0.answer).record }, order: order, samples: samples,
      state: [], tally: Tally(), ruling: undecided)
    try await commit(record, key) {
      $0.count(ruled: nil, by: undecided, votes: votes.map(Optional.some), samples)
    }
    return poll
  }

  private func commit(
    _ record: DecisionRecord, _ key: DurableKey, count: @Sendable (inout Tally) -> Void
  ) async throws(DurableError) {
    do throws(JournalError) { try await writer.commit(record, count: count) } catch {
      throw DurableError(.journal(error), key: key.path)
    }
  }
}
