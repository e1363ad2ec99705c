import ArgumentParser
import Maker
import MakerSolve

struct SolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solve",
    abstract: "Solve a problem whose decomposition is not given, with agents of four kinds.",
    discussion: """
      Examples:
        maker solve "What is 46048 x 42098?"                 # with the embedded model, which multiplies
        maker solve "What is 46048 x 42098?" --depth 5 --candidates 5 --k 3
        maker solve "$(cat riddle.txt)" --model openai/gpt-4.1-mini --max-cost 2
        maker solve "$(cat recipe.txt)" --linear --model openai/gpt-4.1-mini
        maker solve --write-agents mine                      # the agents' files, to change them
        maker show latest --tree

      Decomposers propose ways to take the problem apart, decomposition discriminators vote for one of them, the parts are \
      solved in the same way, and what their results make is solved and voted on: docs/solving.md. The result is the first \
      line on standard output. Exit code 1 when the votes did not come to one.
      """)

  @Argument(help: ArgumentHelp("What is to be solved.", valueName: "problem"))
  var problem: String?
  @Flag(help: "Vote on one list of steps and do them one after another, instead of taking problems apart.")
  var linear = false
  @OptionGroup(title: "Solver") var solver: SolverOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The right result, if it is known: the report says whether it was found, and if not why (default: none).",
      valueName: "result"))
  var answer: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write the agents' files to this new folder and do nothing else (default: none).", valueName: "folder"))
  var writeAgents: String?
  @Option(name: .customLong("run"), help: "The run file to make (default: a new one in runs/).")
  var file: String?
  @OptionGroup var sampling: SolverSamplingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require(
      (problem == nil) != (writeAgents == nil), "Give a problem to solve, or --write-agents with a folder.")
    if let problem {
      try require(
        problem.contains { !$0.isWhitespace }, "The problem is empty; say what is to be solved.")
      try require(
        problem.utf8.count <= Self.longestProblem,
        "The problem has \(problem.utf8.count) bytes, and may have \(Self.longestProblem).")
    }
  }

  private static let longestProblem = 100_000

  func run() async throws {
    if let writeAgents { return try AgentFolder.write(solver.standard(sampling.models), to: writeAgents) }
    guard let problem else { return }
    let run = file ?? RunFolder.newPath(label: "solve")
    try RunFolder.requireFree(run)
    let settings = try SolveSettings(
      .question(problem, answer: answer), way: linear ? .linear : .recursive,
      agents: try solver.agentsPath(sampling.models), depth: solver.depth,
      candidates: solver.candidateCount,
      name: "solve"
    ).inFormOfAgents()
    try settings.problems.requireTruth()
    try solver.requireNameable(by: settings.agents)
    let session = try await sampling.session(settings, solver)
    try await session.execution(of: settings, at: run, isNew: true).conclude(json: output.json)
  }
}
