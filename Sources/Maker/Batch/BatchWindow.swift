/// The steps that are voted on at once: the chain's next one at its real state, those after it at drafted ones.
struct BatchWindow<Chain: DraftableTask> {
  typealias Decider = LocalDecider<ErasedLanguageModel>

  private struct Place {
    var votes: BatchedStep<Chain.Answer>
    /// The state it is asked at.
    let state: Chain.State
    /// The answer that no votes vouch for: the task has it without asking, or votes did not decide.
    var settlement: Settlement<Chain.Answer>?

    /// What its prompt takes in memory, and with every sample in a batch.
    var promptBytes: Int {
      votes.question.prompt.content.utf8.count + (votes.question.prompt.instructions?.content.utf8.count ?? 0)
    }
  }

  private let task: Chain
  private let decider: Decider
  private let largest: Int
  private let promptBytes: Int
  private let end: Int
  private var base = 0
  private var places: [Int: Place] = [:]
  /// The first step that reached a limit: what comes after it waits.
  private var blocked: Int?
  /// Samples of steps in it or after it that an earlier session paid for.
  var paid: [Int: [Sample]] = [:]
  /// The lead of all steps in it; nil for that of the rules.
  private var k: Int?
  /// How many steps are voted on at once now.
  private(set) var size: Int
  /// The step at which the draft was last found wrong; nil while it is right.
  private(set) var draftLeftAt: Int?

  /// - Parameters:
  ///   - task: The task.
  ///   - decider: What reads replies.
  ///   - largest: The most steps at once.
  ///   - promptBytes: The most bytes of prompts at once; a single step may have more.
  ///   - end: The step before which the run ends.
  init(of task: Chain, readBy decider: Decider, largest: Int, promptBytes: Int, end: Int) {
    self.task = task
    self.decider = decider
    self.largest = largest
    self.promptBytes = promptBytes
    self.end = end
    size = largest
  }

  /// Puts the window where the chain is.
  ///
  /// A draft that does not agree with the decided answers is dropped, and so is what was drafted after it: from here
  /// on it is one step at a time, until a draft is found right again.
  mutating func move(to question: Step<Chain.Answer>, at state: Chain.State) {
    places[base] = base == question.index ? places[base] : nil
    base = question.index
    if question.k != k { raise(to: question.k) }
    if let place = places[base], place.state.record != state.record {
      (places, size, draftLeftAt, blocked) = ([:], 1, base, nil)
    }
    if places[base] == nil { places[base] = place(of: question, at: state) }
  }

  private func question(_ step: Int, at state: Chain.State) -> Step<Chain.Answer> {
    task.question(step, at: state, k: k, prior: paid[step] ?? [])
  }

  private func place(of question: Step<Chain.Answer>, at state: Chain.State) -> Place {
    Place(
      votes: BatchedStep(question, readBy: decider), state: state, settlement: task.settled(at: state))
  }

  /// Begins every vote anew with another lead. Replies in the pool are counted again, so none is asked for twice.
  private mutating func raise(to k: Int?) {
    (self.k, blocked) = (k, nil)
    places[base] = nil
    for (step, old) in places {
      places[step] = place(of: question(step, at: old.state), at: old.state)
    }
  }

  /// Takes in more steps, as many as fit, before another round.
  mutating func fill() {
    guard let head = places[base] else { return }
    if task.draftState(before: base).map({ $0.record == head.state.record }) ?? true {
      (size, draftLeftAt) = (min(largest, size * 2), nil)
    } else {
      (size, draftLeftAt) = (1, draftLeftAt ?? base)
    }
    let last = min(base + size, end, (blocked ?? end) + 1)
    // What is decided and waits for an earlier step is not sent again.
    var bytes = places.values.reduce(0) { $0 + ($1.votes.isOpen ? $1.promptBytes : 0) }
    for step in base..<max(base, last) where places[step] == nil {
      guard bytes < promptBytes else { return }
      guard let state = task.draftState(before: step) ?? stateAfter(step - 1) else { continue }
      let place = place(of: question(step, at: state), at: state)
      places[step] = place
      bytes += place.promptBytes
    }
  }

  /// The state that a step in the window leads to; nil as long as it has no answer.
  private func stateAfter(_ step: Int) -> Chain.State? {
    guard let place = places[step], let outcome = outcome(of: place) else { return nil }
    return task.apply(outcome.answer, to: place.state)
  }

  private func outcome(of place: Place) -> StepOutcome<Chain.Answer>? {
    let round = place.votes.round
    if let settled = place.settlement { return .settled(settled, round.launchOrder) }
    if let decision = place.votes.decision { return .decided(decision) }
    return nil
  }

  /// Counts the replies in the pool to one step. A task is told once that votes did not decide it.
  private mutating func advance(_ step: Int, with pool: BatchPool) {
    let (decider, task) = (decider, task)
    guard places[step]?.settlement == nil else { return }
    places[step]?.votes.advance(with: pool, readBy: decider)
    guard let place = places[step], let limit = place.votes.round.exhausted else { return }
    places[step]?.settlement = task.undecided(.limit(limit), at: place.state)
  }

  /// Counts the replies in the pool.
  mutating func advance(with pool: BatchPool) {
    for step in places.keys.sorted() {
      advance(step, with: pool)
      if let place = places[step], place.votes.round.exhausted != nil, outcome(of: place) == nil {
        blocked = min(blocked ?? step, step)
      }
    }
  }

  /// Counts the replies in the pool to the chain's next step.
  mutating func advanceHead(with pool: BatchPool) {
    advance(base, with: pool)
  }

  /// Lets go of everything: the last step is decided.
  mutating func close() { places = [:] }

  /// The vote on the chain's next step.
  var head: BatchedStep<Chain.Answer>? { places[base]?.votes }

  /// What the chain's next step comes to, once it comes to something.
  var outcome: StepOutcome<Chain.Answer>? { places[base].flatMap { outcome(of: $0) } }

  /// The samples that are waited for, in the order of their steps, as many as may be sent.
  func wanted(_ most: Int) -> [OutgoingSample] {
    var wanted: [OutgoingSample] = []
    for step in places.keys.sorted() where step <= blocked ?? end {
      guard let votes = places[step]?.votes else { continue }
      for (id, request) in votes.out {
        guard wanted.count < most else { return wanted }
        let options = request.options(maximumResponseTokens: decider.rules.maximumResponseTokens)
        wanted.append(
          OutgoingSample(
            id: id, model: request.model,
            item: BatchItem(
              id: id.text, prompt: votes.question.prompt(wording: request.wording), options: options)))
      }
    }
    return wanted
  }
}

/// A sample on its way into a batch.
struct OutgoingSample: Sendable {
  let id: BatchItemID
  let model: Int
  let item: BatchItem
}

/// A model whose type does not matter: a batch is not faster for knowing it.
struct ErasedLanguageModel: LanguageModel {
  let base: any LanguageModel

  var identity: [String: String] { base.identity }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    try await base.respond(to: prompt, options: options)
  }
}
