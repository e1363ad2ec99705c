/// Draws the samples of one prompt.
///
/// Samples that drew the same tokens so far share their computation, which changes no bit of it: a token is
/// drawn from the sample's own generator, and the logits depend on the sample's own tokens alone.
struct Sampler {
  let weights: ModelWeights
  let workspace: Workspace
  let endToken: Int
  let maximumTokens: Int
  let temperatures: [Float]
  private var generators: [SplitMix64]

  /// The tokens of each sample and why it ended, once it did.
  private(set) var finished: [(tokens: [Int], finish: Completion.Finish)]
  private var open: [SampleGroup] = []

  init(
    weights: ModelWeights, workspace: Workspace, endToken: Int, maximumTokens: Int, requests: [SampleRequest]
  ) {
    self.weights = weights
    self.workspace = workspace
    self.endToken = endToken
    self.maximumTokens = maximumTokens
    temperatures = requests.map { Float($0.temperature) }
    generators = requests.map { SplitMix64(seed: $0.seed) }
    finished = requests.map { _ in ([], .length) }
  }

  /// Draws all samples of a prompt, which has at least one token and fits into the context.
  mutating func run(_ prompt: [Int]) {
    let shared = workspace.keepPrefix(of: prompt)
    open = [
      SampleGroup(
        members: Array(temperatures.indices), completion: [], cache: workspace.cache,
        pending: Array(prompt[shared...]))
    ]
    while let group = open.popLast() {
      advance(group)
    }
  }

  /// Takes a group to its end; the samples that leave it are put in `open`.
  private mutating func advance(_ group: SampleGroup) {
    var group = group
    while group.cache.tokens.count + group.pending.count <= weights.shape.context {
      let last = group.pending.count - 1
      ForwardPass(weights: weights, workspace: workspace, cache: group.cache)
        .run(group.pending[...], logitsFrom: last)
      let token = draw(row: last, for: &group)
      group.completion.append(token)
      group.pending = [token]
      if token == endToken { return finish(group, .stop) }
      if group.completion.count == maximumTokens { break }
    }
    finish(group, .length)
  }

  private mutating func finish(_ group: SampleGroup, _ reason: Completion.Finish) {
    for member in group.members { finished[member] = (group.completion, reason) }
    workspace.release(group.cache)
  }

  /// Draws the next token of each member from a row of logits, and returns the first member's. Members that
  /// drew another token leave the group.
  private mutating func draw(row: Int, for group: inout SampleGroup) -> Int {
    var tokens: [Int] = []
    tokens.reserveCapacity(group.members.count)
    var temperature = Float.nan
    var distribution: TokenDistribution?
    for member in group.members {
      if temperatures[member] != temperature || distribution == nil {
        temperature = temperatures[member]
        distribution = workspace.distribution(row: row, temperature: temperature)
      }
      let uniform = generators[member].nextUniform()
      tokens.append(distribution?.token(at: uniform) ?? endToken)
    }
    let first = tokens[0]
    if tokens.contains(where: { $0 != first }) { split(&group, tokens) }
    return first
  }

  /// Keeps the members that drew the first token, and opens a group for each other token.
  private mutating func split(_ group: inout SampleGroup, _ tokens: [Int]) {
    var others: [Int] = []
    for token in tokens where token != tokens[0] && !others.contains(token) { others.append(token) }
    for token in others {
      var other = group
      other.members = zip(group.members, tokens).filter { $0.1 == token }.map(\.0)
      other.completion.append(token)
      other.pending = [token]
      other.cache = workspace.copy(of: group.cache, count: group.cache.tokens.count)
      if token == endToken {
        finish(other, .stop)
      } else if other.completion.count == maximumTokens {
        finish(other, .length)
      } else {
        open.append(other)
      }
    }
    group.members = zip(group.members, tokens).filter { $0.1 == tokens[0] }.map(\.0)
  }
}

extension Workspace {
  /// Leaves in the cache what the next prompt has in common with it, and returns how many tokens that is.
  /// The last token of the prompt is always left to compute, since its logits are needed.
  func keepPrefix(of prompt: [Int]) -> Int {
    let common = zip(cache.tokens, prompt.dropLast()).prefix { $0 == $1 }.count
    cache.truncate(to: common)
    return common
  }

  /// The chances of the token after the one whose logits are in a row.
  func distribution(row: Int, temperature: Float) -> TokenDistribution {
    let vectors = logits.vectors + row * shape.logitBlocks
    return TokenDistribution(
      logits: vectors, vocabulary: shape.vocabulary, temperature: temperature, shares: shares)
  }
}
