import MakerSolve
import Testing

@Suite struct ArithmeticTests {
  @Test(arguments: [
    "What is 46048 x 42098?", "46048*42098", "46,048 × 42,098", "Multiply 46048 by 42098.",
    "what is 46048 times 42098", "46048x42098", "Calculate 46048 * 42098 =",
  ])
  func `a product is read in words and in signs`(text: String) throws {
    let product = try #require(Arithmetic(text))
    #expect(product == Arithmetic(46048, .times, 42098))
    #expect(product.compact == "46048*42098")
    #expect(product.result == 1_938_528_704)
  }

  @Test func `a sum is read too`() {
    #expect(Arithmetic("184192+4005") == Arithmetic(184192, .plus, 4005))
    #expect(Arithmetic("Add 7 and 8")?.result == 15)
    #expect(Arithmetic("999999999999999999+999999999999999999")?.result == 1_999_999_999_999_999_998)
  }

  @Test(arguments: [
    "", "46048", "*", "1*2*3", "What is love?", "12x", "x12", "1.5*2.5x", "-3*4", "1234567890*1", "٣*٤",
    "1*2+3", "add 1 by", "12e3*4", "What is 3.5 x 2?", "3,5*2", "2x3=6?", "12,34*5", "1,2345*6",
  ])
  func `anything else is none`(text: String) {
    #expect(Arithmetic(text) == nil)
  }

  @Test func `held-out problems are the documented ones, half of all`() {
    #expect(MadeProblems.isHeldOut("46048*42098") && MadeProblems.isHeldOut("7*8"))
    #expect(!MadeProblems.isHeldOut("42098*46048") && !MadeProblems.isHeldOut("184192+4005"))
    let small = (1...9).flatMap { left in (1...9).map { "\(left)*\($0)" } }
    #expect(small.count(where: MadeProblems.isHeldOut) == 40)
  }

  @Test(arguments: [(1, 1), (3, 3), (2, 6), (9, 9)])
  func `made products have their digits, their answer, and are all different`(digits: (Int, Int)) {
    let problems = MadeProblems.products(digits: digits, count: 60, seed: 42)
    #expect(problems.count == (digits == (1, 1) ? 40 : 60))
    #expect(Set(problems.map(\.question)).count == problems.count)
    #expect(Set(problems.map(\.id)).count == problems.count)
    for problem in problems {
      let product = Arithmetic(problem.question)
      #expect(product.map { "\($0.result)" } == problem.answer)
      #expect(product.map { ["\($0.left)".count, "\($0.right)".count] } == [digits.0, digits.1])
      #expect(product.map { MadeProblems.isHeldOut($0.compact) } == true)
      #expect(problem.problemWithID == nil)
    }
    #expect(problems == MadeProblems.products(digits: digits, count: 60, seed: 42))
    #expect(problems != MadeProblems.products(digits: digits, count: 60, seed: 43))
  }

  @Test func `made lists are sorted in their answers`() {
    for problem in MadeProblems.lists(length: 12, count: 20, seed: 1) {
      let asked = problem.question.split(separator: ":")[1].split(separator: ",").map {
        Int($0.filter(\.isNumber)) ?? -1
      }
      #expect(asked.count == 12)
      #expect(problem.answer == asked.sorted().map(String.init).joined(separator: ", "))
    }
  }
}
