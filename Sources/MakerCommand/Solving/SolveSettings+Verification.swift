import Maker
import MakerJournal
import MakerSolve

extension SolveSettings {
  /// What does not hold of the recorded trees; nil when everything does.
  ///
  /// The audit has recomputed every decision from its votes. This looks at what they were about: each has to stand where
  /// the decisions before it lead, so that no problem was solved that nobody asked for.
  ///
  /// - Parameter file: The run file.
  /// - Returns: The first thing that does not hold.
  /// - Throws: A failure when the file, or that of its problems, cannot be read or is not what it was.
  func finding(_ file: RunFile) throws(CommandFailure) -> String? {
    if let fact = foreignFact(file) { return "The file was begun as another run: its \(fact) was another." }
    let decisions = try RecordedDecisions(file)
    let made = try problems.read()
    let check = TreeCheck(
      decisions, bounds: SolverBounds(depth: depth, candidates: candidates),
      k: file.description.voting["k"].flatMap { Int($0) } ?? 0)
    var expected: Set<String> = []
    do throws(MalformedRecord) {
      for (question, path) in asked(made) {
        let solved = try SolvedProblem(told(question: question), in: path, of: self, from: decisions)
        if let finding = solved.finding(check) { return finding }
        expected.formUnion(solved.keys)
      }
    } catch {
      return "A decision is none of a solver's: \(error)."
    }
    guard let stray = decisions.keys.first(where: { !expected.contains($0) }) else { return nil }
    return "The decision \"\(stray)\" stands where the decisions before it do not lead."
  }

  /// What was asked, and where each is recorded.
  private func asked(_ made: [SolverProblem]) -> [(question: String, path: String)] {
    if case .question(let question, _) = problems { return [(question, "")] }
    return made.map { ($0.question, $0.id) }
  }

  /// The first thing that the file says of its run and that is not what the run began with; nil when there is none.
  private func foreignFact(_ file: RunFile) -> String? {
    guard let recorded = file.identity?.facts else { return nil }
    if let k = recorded["k"], k != file.description.voting["k"] { return "k" }
    return parameters.sorted { $0.key < $1.key }.first { name, value in
      name != "name" && name != "agents" && recorded["solve.\(name)"].map { $0 != value } ?? false
    }?.key
  }
}
