import Maker
import MakerAgents
import MakerSolve

/// A file of problems: on each line a JSON object with `id`, `question` and `answer`.
struct ProblemFile {
  /// The largest file.
  private static let largestBytes = 64 << 20

  /// The problems, in the order of the file.
  let problems: [SolverProblem]
  /// The digest of its text.
  let digest: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - check: Throws for a question that its agents do not understand.
  /// - Throws: A failure with the first line that is no problem.
  init(
    _ path: String, checking check: (_ question: String) throws(CommandFailure) -> Void = { _ in }
  ) throws(CommandFailure) {
    let text: String
    do throws(SmallFile.Failure) { text = try SmallFile.text(path, limit: Self.largestBytes) } catch {
      throw CommandFailure(.usage, "The problems \(path) \(error.message).")
    }
    var problems: [SolverProblem] = []
    var ids: Set<String> = []
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated()
    where line.contains(where: { !$0.isWhitespace }) {
      let refuse = { (what: String) in
        CommandFailure(
          .usage,
          "\(path):\(index + 1): \(what); write {\"id\": \"...\", \"question\": \"...\", \"answer\": \"...\"}."
        )
      }
      guard let value = try? AgentValue(json: line.utf8), let id = value["id"]?.promptText,
        let question = value["question"]?.promptText, let answer = value["answer"]?.promptText,
        !question.isEmpty, !answer.isEmpty
      else { throw refuse("the line is no problem") }
      let problem = SolverProblem(id: id, question: question, answer: answer)
      if let fault = problem.problemWithID { throw refuse(fault) }
      guard ids.insert(id).inserted else { throw refuse("the id \(id) was there before") }
      do throws(CommandFailure) { try check(question) } catch {
        throw CommandFailure(error.code, "\(path):\(index + 1): \(error.message ?? "")")
      }
      problems.append(problem)
    }
    guard !problems.isEmpty else {
      throw CommandFailure(.usage, "There is no problem in \(path); write one on each line.")
    }
    self.problems = problems
    digest = FNV1a.digits(of: text)
  }
}
