import Foundation
import Maker
import MakerJournal
import MakerReport
import Testing

@Suite("The report of a solver draws trees and speaks of problems")
struct TreePageTests {
  private static func page(_ reading: TaskReading, errors: Double = 0.2) throws -> String {
    try Report(runs: [DrawnDecisions(90, errors: errors).survey(reading: reading)]).page()
  }

  /// The part of a page with the trees.
  private static func trees(of page: String) throws -> String {
    let part = try #require(page.components(separatedBy: "<section class=\"trees\">").dropFirst().first)
    return "<section>" + (part.components(separatedBy: "</section>").first ?? "") + "</section>"
  }

  @Test("every problem opens and closes without a script, with its ballots, dissent and samples")
  func drawn() throws {
    let page = try Self.page(Solved.reading())
    #expect(!page.contains("<script"))
    let trees = try Self.trees(of: page)
    for part in [
      "<code>12*34</code> = <code>408</code>", "contested: 2 proposals", "contested: dissent 3",
      "16 samples, 1 flagged malformed, $0.25", "<code>340+68</code>", "the result is right",
      "<td>3</td><td><code>10*34 | 2*34 | A+B</code> chosen", "Solvers, undecided", "3 samples</span>",
    ] { #expect(trees.contains(part), "\(part) in \(trees)") }
    let found = XMLFindings(trees)
    #expect(found.elements.count { $0 == "details" } == 3)
    #expect(found.attributes.count { $0.name == "class" && $0.value == "problem disputed" } == 2)
    #expect(found.attributes.count { $0.name == "class" && $0.value == "problem" } == 1)
    #expect(page.contains("details.problem::details-content"))
  }

  @Test("candidates come by their votes, whatever order they were in")
  func ordered() throws {
    let trees = try Self.trees(of: try Self.page(Solved.reading()))
    let first = try #require(trees.range(of: "A+B</code> chosen"))
    let second = try #require(trees.range(of: "<code>left whole</code></td>"))
    #expect(first.lowerBound < second.lowerBound)
  }

  @Test("steps are a numbered list, and what is wrong or not solved is marked")
  func line() throws {
    var last = ReportTree("Double it.", result: nil)
    last.solutions = .init(decided: nil, [])
    var wrong = ReportTree("Add 2 and 2.", result: "5")
    wrong.expected = "4"
    var line = ReportTree("Twice the sum", result: nil, form: .steps, children: [wrong, last])
    line.proposals = .init(decided: "Add 2 and 2. | Double it.", [.init("Add 2 and 2. | Double it.", 5)])
    let trees = try Self.trees(of: try Self.page(Solved.reading(trees: [ShownTree(line)])))
    for part in [
      "<ol>", "<li><details class=\"problem disputed\" open=\"\">", "Planned", "not solved",
      "nothing readable",
      "<b class=\"mark\">wrong</b> right is <code>4</code>",
    ] { #expect(trees.contains(part), "\(part) in \(trees)") }
    #expect(XMLFindings(trees).elements.count { $0 == "li" } == 2)
  }

  @Test("it is said in words of decisions, agreement and proposals")
  func words() throws {
    var drawn = DrawnDecisions(90, errors: 0.2)
    for step in [3, 6] {
      drawn.decisions[step].ruling = Ruling(by: Ruling.task, reason: "votesPerStep", time: 0)
      drawn.decisions[step].order = [0, 1]
      drawn.decisions[step].candidates = [Array("right \(step)".utf8), Array("other".utf8)]
    }
    drawn.tally.rulings = 2
    let page = try Report(runs: [drawn.survey(reading: Solved.reading())]).page()
    for part in [
      "90 of 90 decided", "a decision", "Contested decisions", "Votes per decision", "Agreement: votes for",
      "differed 1 time; discriminators voted", "proposals are not among them", "discriminators voted on them",
      "3/key: ", " proposals, 2 different",
    ] { #expect(page.contains(part), "\(part)") }
    for part in [
      "by a person", "Votes that were right", "Not decided by votes", "One agent alone", "Asked once",
      "Planned and measured", " steps", "lost after about", "Errors by length",
    ] { #expect(!page.contains(part), "\(part)") }
  }

  @Test("proposals are neither for nor against an answer")
  func agreement() {
    let drawn = DrawnDecisions(90, errors: 0.3)
    let survey = drawn.survey(reading: Solved.reading())
    let voted = drawn.decisions.filter { $0.step % 3 != 0 }
    #expect(survey.decisions.votes == voted.reduce(0) { $0 + $1.votes })
    #expect(survey.decisions.stepsByVotes.values.reduce(0, +) == voted.count)
    #expect(survey.decisions.decided == 90)
    #expect(survey.decisions.contestedCount == drawn.decisions.count { $0.isContested })
    #expect(
      survey.decisions.bins.bins.reduce(0) { $0 + $1.samples }
        == drawn.decisions.reduce(0) { $0 + $1.samples })
  }

  @Test("whatever was said is text")
  func hostileText() throws {
    var tree = Solved.tree(hostile)
    tree.proposals = .init(decided: hostile, [.init(hostile, 2), .init("\(hostile) 2", 1)])
    (tree.composed, tree.result, tree.expected, tree.flags) = (hostile, hostile, hostile, [hostile: 2])
    let shown = ShownTree(id: hostile, expected: hostile, failure: hostile, tree)
    let page = try Self.page(Solved.reading(trees: [shown], choice: hostile))
    #expect(!page.contains("<script>alert") && !page.contains("onload=x \""))
    #expect(XMLFindings(try Self.trees(of: page)).text.contains("</script><script>alert(1)</script>"))
  }

  @Test("there is room for so many problems and so much text, and the rest is counted")
  func room() throws {
    for (tree, most) in [(Solved.chain(5_000), 2_000), (Solved.chain(900, text: hostile + "\u{1B}"), 899)] {
      let shown = Report(runs: [DrawnDecisions(3).survey(reading: Solved.reading(trees: [ShownTree(tree)]))])
      let trees = shown.trees(of: shown.runs[0])
      let kept = tree.count - trees.omitted
      #expect(kept > 100 && kept <= most)
      let part = try Self.trees(of: try shown.page())
      #expect(part.utf8.count < TreeRoom.bytes + 10_000)
      #expect(part.contains("here not shown") && part.contains("maker show a.run --tree"))
      #expect(trees.trees.first?.tree.count == tree.count)
    }
  }

  @Test("a long text is cut, and a tree whose root has no room is counted whole")
  func cut() {
    var room = TreeRoom(of: 2_000)
    #expect(room.take(Solved.chain(1, text: "a")) == nil)
    var wide = TreeRoom()
    let long = wide.take(ReportTree(String(repeating: "é", count: 5_000), result: "1"))
    #expect(long?.problem.count == 1_002 && long?.problem.hasSuffix(" …") == true)
  }
}
