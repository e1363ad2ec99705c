import MakerSolve

/// Where the problems of a run come from.
enum ProblemSource: Sendable, Hashable {
  /// A person's question, with the right result where it is known.
  case question(String, answer: String?)
  /// Products of numbers of so many digits.
  case products(left: Int, right: Int, count: Int, seed: UInt64)
  /// Lists of so many numbers, to be put in order.
  case lists(length: Int, count: Int, seed: UInt64)
  /// A file of problems, a JSON object on each line, with the digest of what was in it.
  case file(String, digest: String)

  /// What the run file keeps of it.
  var parameters: [String: String] {
    switch self {
    case .question(let text, let answer):
      ["question": text].merging(answer.map { ["answer": $0] } ?? [:]) { $1 }
    case .products(let left, let right, let count, let seed):
      ["problems": "multiply", "digits": "\(left)x\(right)", "count": "\(count)", "problems.seed": "\(seed)"]
    case .lists(let length, let count, let seed):
      ["problems": "sort", "length": "\(length)", "count": "\(count)", "problems.seed": "\(seed)"]
    case .file(let path, let digest): ["problems": "file", "file": path, "file.digest": digest]
    }
  }

  /// What a run file keeps; nil when it is not as it was written.
  init?(parameters: [String: String]) {
    if let question = parameters["question"] {
      self = .question(question, answer: parameters["answer"])
      return
    }
    let number = { (name: String) in parameters[name].flatMap { Int($0) } }
    switch parameters["problems"] {
    case "multiply":
      guard let digits = parameters["digits"].flatMap(Self.digits), let count = number("count"),
        let seed = parameters["problems.seed"].flatMap({ UInt64($0) }), count > 0
      else { return nil }
      self = .products(left: digits.left, right: digits.right, count: count, seed: seed)
    case "sort":
      guard let length = number("length"), Self.lengths ~= length, let count = number("count"), count > 0,
        let seed = parameters["problems.seed"].flatMap({ UInt64($0) })
      else { return nil }
      self = .lists(length: length, count: count, seed: seed)
    case "file":
      guard let file = parameters["file"], let digest = parameters["file.digest"] else { return nil }
      self = .file(file, digest: digest)
    default: return nil
    }
  }

  /// How many numbers a list may have.
  static let lengths = 2...1_000

  /// The numbers of digits of a product, `5x5`; nil for any other text.
  static func digits(_ text: String) -> (left: Int, right: Int)? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard parts.count == 2, parts.allSatisfy({ 1...9 ~= $0 }) else { return nil }
    return (parts[0], parts[1])
  }

  /// What it is, for a person.
  var title: String {
    switch self {
    case .question(let text, _): "\"\(PlainText.short(text))\""
    case .products(let left, let right, let count, _):
      "\(Figures.count(count)) products of \(left)x\(right) digits"
    case .lists(let length, let count, _): "\(Figures.count(count)) lists of \(length) numbers"
    case .file(let path, _): "the problems of \(path)"
    }
  }

  /// A short name: of products `5x5`.
  var label: String {
    switch self {
    case .question: "question"
    case .products(let left, let right, _, _): "\(left)x\(right)"
    case .lists(let length, _, _): "sort\(length)"
    case .file(let path, _): path.split(separator: "/").last.map(String.init) ?? path
    }
  }

  /// What knows the right results of parts of its problems.
  var oracle: (any Oracle)? {
    switch self {
    case .products: ArithmeticOracle()
    case .question(let text, _): Arithmetic(text) == nil ? nil : ArithmeticOracle()
    case .lists, .file: nil
    }
  }

  /// Refuses a result that was said to be right and is not, where the right one can be computed.
  ///
  /// - Throws: A failure with the right one.
  func requireTruth() throws(CommandFailure) {
    guard case .question(let question, let answer?) = self, let truth = oracle?.result(of: question),
      !truth.isSameResult(as: answer)
    else { return }
    throw CommandFailure(
      .usage, "--answer is \(PlainText.short(answer)), and \(PlainText.short(question)) is \(truth).")
  }

  /// The problems, all of them with their right results; of a person's question none.
  ///
  /// - Throws: A failure when a file of problems cannot be read, or is not what it was.
  func read() throws(CommandFailure) -> [SolverProblem] {
    switch self {
    case .question: return []
    case .products(let left, let right, let count, let seed):
      return MadeProblems.products(digits: (left, right), count: count, seed: seed)
    case .lists(let length, let count, let seed):
      return MadeProblems.lists(length: length, count: count, seed: seed)
    case .file(let path, let digest):
      let file = try ProblemFile(path)
      guard file.digest == digest else {
        throw CommandFailure(
          .data, "\(path) has changed since the run began; put it back as it was, or start a new run.")
      }
      return file.problems
    }
  }
}
