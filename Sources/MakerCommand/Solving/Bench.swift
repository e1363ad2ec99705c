import Maker
import MakerJournal
import MakerSolve

/// Sets of problems, each solved in several ways, each of which is a run of its own.
struct Bench {
  let sources: [ProblemSource]
  let ways: [BenchWay]
  /// Who is asked, in which form, and how far they go where nothing is left out.
  let asked: SolveSettings
  let k: Int
  /// Where the runs are; nil for a folder that is named after what is measured.
  let folder: String?

  /// What a run of it solves.
  func settings(_ source: ProblemSource, _ way: BenchWay) -> SolveSettings {
    var settings = asked
    (settings.problems, settings.name) = (source, "\(source.label)-\(way.rawValue)")
    settings.depth = way.isSplit ? asked.depth : 0
    settings.candidates = way.isVoted ? asked.candidates : 1
    return settings
  }

  /// Solves everything that is not solved yet.
  ///
  /// - Parameter session: What is asked, and what it may cost in all.
  /// - Returns: What each run came to, in the order of the sets and then the ways; fewer when one had to stop.
  /// - Throws: A failure when a run cannot be begun or read.
  func finished(_ session: SolveSession) async throws -> [BenchRun] {
    let folder = folder ?? usualFolder(session)
    var runs: [BenchRun] = []
    for source in sources {
      for way in ways {
        let run = try await run(source, way, session.leaving(runs), in: folder)
        runs.append(run)
        guard run.failure == nil else {
          StandardError.line(
            "maker: the bench is in \(folder); the same command goes on with it, under higher caps if need be"
          )
          return runs
        }
      }
    }
    return runs
  }

  private func run(
    _ source: ProblemSource, _ way: BenchWay, _ session: SolveSession, in folder: String
  ) async throws -> BenchRun {
    let settings = settings(source, way)
    let path = "\(folder)/\(settings.name)\(RunFolder.suffix)"
    var session = session
    session.k = way.isVoted ? k : 1
    let isNew = !RunFolder.exists(path)
    if isNew { try RunFolder.requireFree(path) }
    if !isNew, try FinishedRun.isFinished(opened(path)) {
      try requireSame(settings, session, path)
      StandardError.line("maker: \(path) was done already")
      return BenchRun(source, way, try RunReport(path: path, verifying: true), nil)
    }
    if !isNew { try requireSame(settings, session, path) }
    let (report, failure) = try await session.execution(of: settings, at: path, isNew: isNew).complete()
    return BenchRun(source, way, report, failure)
  }

  /// Refuses a run of something else under the name of this one.
  private func requireSame(
    _ settings: SolveSettings, _ session: SolveSession, _ path: String
  ) throws(CommandFailure) {
    let file = try opened(path)
    let description = file.description
    guard TaskSettings(description) == .solve(settings), description.voting["k"] == "\(session.k)",
      description.voting["seed"] == "\(session.seed)",
      description.model == session.selection.models.map(\.name).joined(separator: ", ")
    else {
      throw CommandFailure(
        .usage,
        "\(path) is of another bench: other problems, agents, bounds, k, seed or model. Name another folder with --out."
      )
    }
    // Agents may be called the same and be others by now.
    let task = try SolveTask(settings)
    let changes = try RunVerification.changes(of: file, RunSettings(description, path: path), task) ?? []
    guard changes.isEmpty else {
      throw CommandFailure(
        .usage,
        "\(path) is of another bench: \(task.words(for: changes)). Put it back as it was, or name another folder with --out."
      )
    }
  }

  /// A folder by everything that makes it this bench, so that the same command goes on with it.
  private func usualFolder(_ session: SolveSession) -> String {
    let facts = sources.flatMap { $0.parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } }
    let all =
      facts + [
        "\(asked.agents) \(asked.depth) \(asked.candidates) \(k) \(session.seed)", session.selection.summary,
      ]
    let digest = FNV1a.digits(of: all.joined(separator: "\n")).prefix(8)
    return "\(RunFolder.name)/bench-\(sources.map(\.label).joined(separator: "-"))-\(digest)"
  }
}

/// One way of solving one set of problems, and what it came to.
struct BenchRun {
  let source: ProblemSource
  let way: BenchWay
  let report: RunReport
  /// Why it stopped; nil when it did not.
  let failure: CommandFailure?

  init(_ source: ProblemSource, _ way: BenchWay, _ report: RunReport, _ failure: CommandFailure?) {
    (self.source, self.way, self.report, self.failure) = (source, way, report, failure)
  }
}

extension SolveSession {
  /// The same with caps that leave out what other runs have spent.
  fileprivate func leaving(_ runs: [BenchRun]) -> SolveSession {
    var session = self
    let cost = runs.reduce(0) { $0 + ($1.report.costUSD ?? 0) }
    let tokens = runs.reduce(0) { $0 + $1.report.ledger.total.usage.tokens }
    let seconds = runs.reduce(0) { $0 + $1.report.wallSeconds }
    let steps = runs.reduce(0) { $0 + $1.report.tally.decided }
    session.caps.maximumCostUSD = caps.maximumCostUSD.map { max(0, $0 - cost) }
    session.caps.maximumTokens = caps.maximumTokens.map { max(0, $0 - tokens) }
    let samples = runs.reduce(0) { $0 + $1.report.samples }
    session.caps.maximumSamples = caps.maximumSamples.map { max(0, $0 - samples) }
    session.caps.maximumSeconds = caps.maximumSeconds.map { max(0, $0 - seconds) }
    session.caps.maximumSteps = caps.maximumSteps.map { max(0, $0 - steps) }
    return session
  }
}
