import ArgumentParser
import Maker
import MakerSolve

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure solvers on problems with known results, several ways of solving side by side.",
    discussion: """
      Examples:
        maker bench --task multiply --digits 5x5 --count 200 --seed 42
        maker bench --task multiply --digits 3x3 --digits 4x4 --configuration single --configuration recursive
        maker bench --task sort --length 12 --model openai/gpt-4.1-mini --max-cost 5
        maker bench --input problems.jsonl --model openai/gpt-4.1-mini --max-cost 5

      Each way of solving is a run of its own in one folder. Give the same command again and what is decided is not sampled \
      again, whatever stopped it. A file has a JSON object on each line: {"id": "...", "question": "...", "answer": "..."}.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Problems that are made: `multiply` or `sort` (default: multiply, unless --input).", valueName: "task"))
  var task: MadeTask?
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Digits of the two numbers of a product, 1x1 to 9x9; repeat it for several (default: 5x5).",
      valueName: "digits"))
  var digits: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Numbers of a list that is sorted, 2 to 1000 (default: 8).", valueName: "count"))
  var length: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Problems that are made, of each kind, 1 to 100000 (default: 200).", valueName: "count"))
  var count: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A file of problems, instead of made ones (default: none).", valueName: "file"))
  var input: String?
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A way of solving: `single` (one agent, one sample), `voting` (without taking apart), `splitting` (without voting), "
        + "`recursive` (both); repeat it for several (default: single, voting, recursive).", valueName: "name"
    ))
  var configuration: [BenchWay] = []
  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "The folder of its runs (default: one in runs/, by what is measured).", valueName: "folder"))
  var folder: String?
  @OptionGroup(title: "Solver") var solver: SolverOptions
  @OptionGroup var sampling: SolverSamplingOptions
  @OptionGroup var output: OutputOptions

  private static let usualCount = 200

  func validate() throws {
    if let count { try require(1...100_000 ~= count, "--count must be from 1 to 100000, not \(count).") }
    try require(
      input == nil || (task == nil && digits.isEmpty && length == nil && count == nil),
      "--input brings its own problems: leave --task, --digits, --length and --count out.")
    for text in digits {
      try require(
        ProblemSource.digits(text) != nil, "--digits must be from 1x1 to 9x9, not \(PlainText.short(text)).")
    }
    try require(Set(digits).count == digits.count, "--digits names the same digits twice.")
    try require(
      Set(configuration).count == configuration.count, "--configuration names the same way twice.")
    try require(task != .sort || digits.isEmpty, "--digits goes with --task multiply.")
    try require(length == nil || task == .sort, "--length goes with --task sort.")
    if let length {
      try require(ProblemSource.lengths ~= length, "--length must be from 2 to 1000, not \(length).")
    }
  }

  func run() async throws {
    let agents = try solver.agentsPath(sampling.models)
    try solver.requireNameable(by: agents)
    let asked = try SolveSettings(
      .question("", answer: nil), agents: agents, depth: solver.depth, candidates: solver.candidateCount,
      name: ""
    ).inFormOfAgents()
    let bench = Bench(
      sources: try sources(for: asked), ways: configuration.isEmpty ? BenchWay.usual : configuration,
      asked: asked, k: solver.k, folder: folder)
    let settings = bench.settings(bench.sources[0], bench.ways[0])
    let session = try await sampling.session(settings, solver)
    let table = BenchTable(try await bench.finished(session))
    try StandardOutput.print(output.json ? JSONLine.of(table) : table.text)
    if let failure = table.failure { throw failure }
  }

  private func sources(for asked: SolveSettings) throws(CommandFailure) -> [ProblemSource] {
    if let input {
      let file = try ProblemFile(input) { question throws(CommandFailure) in
        _ = try asked.told(question)
      }
      return [.file(MapFiles.absolute(input), digest: file.digest)]
    }
    if task == .sort {
      return [.lists(length: length ?? 8, count: count ?? Self.usualCount, seed: sampling.seed)]
    }
    return (digits.isEmpty ? ["5x5"] : digits).compactMap(ProblemSource.digits).map {
      .products(left: $0.left, right: $0.right, count: count ?? Self.usualCount, seed: sampling.seed)
    }
  }
}

/// Problems that are made.
enum MadeTask: String, ExpressibleByArgument, CaseIterable {
  case multiply, sort
}

/// A way of solving that is measured.
enum BenchWay: String, ExpressibleByArgument, CaseIterable, Encodable {
  /// One sample of one agent, believed.
  case single
  /// Voting, and nothing is taken apart.
  case voting
  /// Problems are taken apart, and every first reply is believed.
  case splitting
  /// Both.
  case recursive

  /// Those that are measured where nobody names any.
  static let usual: [BenchWay] = [.single, .voting, .recursive]

  /// Whether problems are taken apart.
  var isSplit: Bool { self == .splitting || self == .recursive }
  /// Whether more than one agent is asked the same.
  var isVoted: Bool { self == .voting || self == .recursive }
}
