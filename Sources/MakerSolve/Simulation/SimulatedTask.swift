import Maker

/// What a prompt of the agents for products asks for, and right and wrong replies to it.
struct SimulatedTask {
  private enum Work {
    case split(Arithmetic)
    case chooseSplit(Arithmetic, [String])
    case solve(Arithmetic)
    case chooseSolution(Arithmetic, [String])
  }

  private let work: Work

  /// Reads a prompt; nil for one of another kind.
  init?(_ prompt: String) {
    if let rest = prompt.dropping("judge split ") {
      guard let end = rest.firstIndex(of: "="), let problem = Arithmetic(String(rest[..<end])),
        let choices = Self.choices(rest[rest.index(after: end)...].dropLast())
      else { return nil }
      work = .chooseSplit(problem, choices)
    } else if let rest = prompt.dropping("judge ") {
      guard let end = rest.lastIndex(of: "\n"), let choices = Self.choices(rest[...end]),
        let problem = Arithmetic(String(rest[rest.index(after: end)...]))
      else { return nil }
      work = .chooseSolution(problem, choices)
    } else if let rest = prompt.dropping("split "), let problem = Arithmetic(String(rest)) {
      work = .split(problem)
    } else if let rest = prompt.dropping("solve "), let problem = Arithmetic(String(rest)) {
      work = .solve(problem)
    } else {
      return nil
    }
  }

  /// The choices of a list of lines `1:text`; nil when it is none.
  private static func choices(_ text: Substring) -> [String]? {
    let lines = text.split(separator: "\n")
    let choices = lines.enumerated().compactMap { place, line in
      line.dropping("\(place + 1):").map(String.init)
    }
    return choices.count == lines.count && choices.count > 1 ? choices : nil
  }

  /// Whose work it is.
  var role: SimulatedArithmetic.Role {
    switch work {
    case .split: .decomposer
    case .chooseSplit: .decompositionDiscriminator
    case .solve: .solver
    case .chooseSolution: .solutionDiscriminator
    }
  }

  /// A right reply.
  var rightReply: String {
    switch work {
    case .split(let problem): Self.split(problem)
    case .solve(let problem): "=\(problem.result)."
    case .chooseSplit, .chooseSolution: "#\(rightChoice ?? 1)"
    }
  }

  /// A wrong reply that can be read.
  func wrongReply(_ random: inout SeededNumbers) -> String {
    switch work {
    case .solve(let problem): return "=\(Self.changed(problem.result, &random))."
    case .split(let problem):
      guard let parts = Self.parts(problem) else {
        // To take apart what is one step is wrong too: of a sum or a single digit times a number.
        return "\(10 * (1 + random.number(below: 9)))*\(max(1, problem.right));\(max(1, problem.left))*7;A+B"
      }
      return Self.text(
        parts.first, Arithmetic(Self.changed(parts.second.left, &random), .times, problem.right))
    case .chooseSplit(_, let choices), .chooseSolution(_, let choices):
      // By text, so that the same draw is the same choice in whatever order they are shown.
      let others = (1...choices.count).filter { $0 != rightChoice }.sorted {
        choices[$0 - 1] < choices[$1 - 1]
      }
      return "#\(others[random.number(below: others.count)])"
    }
  }

  /// A seed that is the same in whatever order choices are shown.
  var seedInCommon: UInt64 {
    switch work {
    case .split(let problem), .solve(let problem): FNV1a.value(of: "\(role) \(problem.compact)")
    case .chooseSplit(let problem, let choices), .chooseSolution(let problem, let choices):
      FNV1a.value(of: "\(role) \(problem.compact) \(choices.sorted().joined(separator: "\n"))")
    }
  }

  /// The number of the right choice; nil when none of them is right.
  private var rightChoice: Int? {
    switch work {
    case .split, .solve: nil
    case .chooseSplit(let problem, let choices):
      choices.firstIndex { $0 == Self.shown(problem) }.map { $0 + 1 }
    case .chooseSolution(let problem, let choices):
      choices.firstIndex { $0 == "\(problem.result)" }.map { $0 + 1 }
    }
  }

  /// The right proposal as discriminators are shown it.
  private static func shown(_ problem: Arithmetic) -> String {
    parts(problem).map { "\($0.first.compact);\($0.second.compact)" } ?? "whole"
  }

  private static func split(_ problem: Arithmetic) -> String {
    parts(problem).map { text($0.first, $0.second) } ?? "whole"
  }

  private static func text(_ first: Arithmetic, _ second: Arithmetic) -> String {
    "\(first.compact);\(second.compact);A+B"
  }

  /// A product taken apart at the leading digit of its left number; nil for what is one step.
  private static func parts(_ problem: Arithmetic) -> (first: Arithmetic, second: Arithmetic)? {
    guard problem.operation == .times else { return nil }
    var power = 1
    while problem.left / power >= 10 { power *= 10 }
    let rest = problem.left % power
    guard rest > 0 else { return nil }
    return (
      Arithmetic(problem.left - rest, .times, problem.right), Arithmetic(rest, .times, problem.right)
    )
  }

  /// A number with another digit at one place, never 0 and without a zero in front.
  private static func changed(_ number: Int, _ random: inout SeededNumbers) -> Int {
    var digits = Array(String(number).utf8)
    let place = random.number(below: digits.count)
    let old = Int(digits[place] - UInt8(ascii: "0"))
    let least = place == 0 ? 1 : 0
    // One of the other digits: the old one is stepped over.
    let choice = least + random.number(below: 9 - least)
    digits[place] = UInt8(ascii: "0") + UInt8(choice >= old ? choice + 1 : choice)
    return Int(String(decoding: digits, as: UTF8.self)) ?? number + 1
  }
}

extension StringProtocol {
  /// The rest after a beginning; nil when it does not begin so.
  fileprivate func dropping(_ beginning: String) -> SubSequence? {
    hasPrefix(beginning) ? dropFirst(beginning.count) : nil
  }
}
