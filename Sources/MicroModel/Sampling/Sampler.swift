/// Draws the samples of one prompt.
///
/// Samples that drew the same tokens so far share their computation, and drafts let the model see many
/// tokens at once. Neither changes a bit of the result: a token is drawn from the sample's own generator,
/// and the logits depend on the sample's own tokens alone.
package struct Sampler {
  private let model: MicroModel
  private let workspace: Workspace
  private let prompt: [Int]
  private let maximumTokens: Int
  private let temperatures: [Float]
  private var generators: [SplitMix64]
  private var open: [SampleGroup] = []

  /// The tokens of each sample and why it ended, once it did.
  private(set) var finished: [(tokens: [Int], finish: Completion.Finish)]

  /// The prompt has at least one token, and fewer than fit into the context.
  package init(
    _ model: MicroModel, _ workspace: Workspace, prompt: [Int], requests: [CompletionRequest],
    maximumTokens: Int
  ) {
    self.model = model
    self.workspace = workspace
    self.prompt = prompt
    self.maximumTokens = maximumTokens
    temperatures = requests.map { Float($0.temperature) }
    generators = requests.map { SplitMix64(seed: $0.seed) }
    finished = requests.map { _ in ([], .length) }
  }

  /// Draws all samples.
  package mutating func run() {
    workspace.keepPrefix(of: prompt)
    open = [SampleGroup(members: Array(temperatures.indices), tokens: prompt, cache: workspace.cache)]
    while let group = open.popLast() {
      advance(group)
    }
    workspace.drafter.learn(prompt + finished[0].tokens, promptCount: prompt.count)
  }

  /// Takes a group to its end; the samples that leave it are put in `open`.
  private mutating func advance(_ group: SampleGroup) {
    var group = group
    while group.tokens.count <= model.contextLength {
      let draft = draft(for: group)
      let seen = group.cache.tokens.count
      let first = group.tokens.count - seen - 1
      ForwardPass(weights: model.weights, workspace: workspace, cache: group.cache)
        .run(group.tokens[seen...] + draft, logitsFrom: first)
      for row in 0...draft.count {
        let token = draw(row: first + row, for: &group)
        if let finish = finish(after: token, group) { return close(group, finish) }
        if row == draft.count || token != draft[row] { break }
      }
      // What was guessed wrongly is forgotten; the token drawn last is still to be seen.
      group.cache.truncate(to: group.tokens.count - 1)
    }
    close(group, .length)
  }

  /// Guesses as many tokens as a pass may check.
  private func draft(for group: SampleGroup) -> [Int] {
    let room = min(
      model.contextLength - group.tokens.count, prompt.count + maximumTokens - group.tokens.count - 1)
    return workspace.drafter.draft(
      after: group.tokens, promptCount: prompt.count, limit: room, end: model.tokenizer.endToken)
  }

  /// Why a group that just drew a token is at its end, nil if it is not.
  private func finish(after token: Int, _ group: SampleGroup) -> Completion.Finish? {
    if token == model.tokenizer.endToken { return .stop }
    return group.tokens.count - prompt.count == maximumTokens ? .length : nil
  }

  private mutating func close(_ group: SampleGroup, _ finish: Completion.Finish) {
    let completion = Array(group.tokens[prompt.count...])
    for member in group.members { finished[member] = (completion, finish) }
    workspace.release(group.cache)
  }

  /// Draws the next token of each member from a row of logits, and returns the first member's. Members that
  /// drew another token leave the group.
  private mutating func draw(row: Int, for group: inout SampleGroup) -> Int {
    var distribution = workspace.distribution(row: row, temperature: temperatures[group.members[0]])
    var drawn: [Int] = []
    for (index, member) in group.members.enumerated() {
      if index > 0, temperatures[member] != temperatures[group.members[index - 1]] {
        distribution = workspace.distribution(row: row, temperature: temperatures[member])
      }
      drawn.append(distribution.token(at: generators[member].nextUniform()))
    }
    let token = drawn[0]
    if drawn.contains(where: { $0 != token }) { split(&group, drawn) }
    group.tokens.append(token)
    return token
  }

  /// Keeps the members that drew the first token, and opens a group for each other token.
  private mutating func split(_ group: inout SampleGroup, _ drawn: [Int]) {
    var others: [Int] = []
    for token in drawn where token != drawn[0] && !others.contains(token) { others.append(token) }
    for token in others {
      var other = group
      other.members = zip(group.members, drawn).filter { $0.1 == token }.map(\.0)
      other.cache = workspace.copy(of: group.cache, count: group.tokens.count)
      other.tokens.append(token)
      if let finish = finish(after: token, other) {
        close(other, finish)
      } else {
        open.append(other)
      }
    }
    group.members = zip(group.members, drawn).filter { $0.1 == drawn[0] }.map(\.0)
  }
}
