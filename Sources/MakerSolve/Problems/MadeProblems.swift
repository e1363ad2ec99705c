import Maker

/// Problems that are made from a seed: the same seed makes the same problems on every machine.
public enum MadeProblems {
  /// Products of two numbers, none of which the embedded model was trained on.
  ///
  /// - Parameters:
  ///   - digits: How many digits the left and the right number have, 1 to 9 each.
  ///   - count: How many; fewer come back where there are no more.
  ///   - seed: The seed.
  /// - Returns: The problems, all different.
  public static func products(digits: (Int, Int), count: Int, seed: UInt64) -> [SolverProblem] {
    var random = SeededNumbers(seed: seed)
    var seen: Set<Arithmetic> = []
    var problems: [SolverProblem] = []
    // Half of all pairs are held out, and of one digit each there are 81 pairs: this many draws find nearly all.
    for _ in 0..<max(4_000, count * 40) where problems.count < count {
      let product = Arithmetic(
        random.number(digits: digits.0), .times, random.number(digits: digits.1))
      guard isHeldOut(product.compact), seen.insert(product).inserted else { continue }
      problems.append(
        SolverProblem(
          id: "\(digits.0)x\(digits.1)-\(problems.count + 1)",
          question: "What is \(product.left) x \(product.right)?", answer: "\(product.result)"))
    }
    return problems
  }

  /// Lists of numbers to be put in order.
  ///
  /// - Parameters:
  ///   - length: How many numbers a list has, 2 to 1,000.
  ///   - count: How many lists.
  ///   - seed: The seed.
  /// - Returns: The problems.
  public static func lists(length: Int, count: Int, seed: UInt64) -> [SolverProblem] {
    var random = SeededNumbers(seed: seed)
    return (0..<count).map { index in
      let numbers = (0..<length).map { _ in random.number(below: 1_000) }
      let text = { (numbers: [Int]) in numbers.map(String.init).joined(separator: ", ") }
      return SolverProblem(
        id: "sort\(length)-\(index + 1)",
        question: "Sort these numbers in ascending order, separated by commas: \(text(numbers))",
        answer: text(numbers.sorted()))
    }
  }

  /// Whether the embedded model was kept from a problem while it was trained: bit 40 of the FNV-1a hash of its text is 1.
  ///
  /// - Parameter problem: The compact text, `46048*42098` or `184192+4005`.
  /// - Returns: Whether it was; half of all problems were.
  public static func isHeldOut(_ problem: String) -> Bool { FNV1a.value(of: problem) >> 40 & 1 == 1 }
}

extension SeededNumbers {
  /// A number of so many digits, from 1 to 18, without a zero in front.
  mutating func number(digits: Int) -> Int {
    let least = (1..<digits).reduce(1) { power, _ in power * 10 }
    return least + number(below: least * 9)
  }
}
