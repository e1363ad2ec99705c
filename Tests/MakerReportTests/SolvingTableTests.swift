import Foundation
import Maker
import MakerReport
import Testing

@Suite("Runs of a bench stand side by side")
struct SolvingTableTests {
  @Test("problems in rows and ways in columns, with rate, interval, samples, cost and time")
  func table() throws {
    let runs = [
      Solved.bench("a", way: "single", solved: 3), Solved.bench("b"),
      Solved.bench("c", problems: "6x6", solved: 50),
    ]
    let page = try Report(runs: runs).page()
    let part = try #require(
      page.components(separatedBy: "id=\"solved-by-way\"").last?.components(separatedBy: "</section>").first)
    for text in [
      "<th scope=\"col\">single</th><th scope=\"col\">recursive</th></tr>", "<th scope=\"row\">5x5</th>",
      "<td data-run=\"single\"></td>", "80.0 % (66.3 to 90.0 %)", "40 of 50 solved", "samples a problem",
      "100.0 % (92.9 to 100.0 %)", "<span>10.0 s</span>",
    ] { #expect(part.contains(text), "\(text) in \(part)") }
    #expect(page.contains("id=\"solved\"") && page.contains("Solved") && page.contains("Checked"))
  }

  @Test("two runs of one way are told apart")
  func alike() throws {
    let page = try Report(runs: [Solved.bench("a"), Solved.bench("b", solved: 1)]).page()
    #expect(
      page.contains("<th scope=\"col\">recursive, noisy/a</th><th scope=\"col\">recursive, noisy/b</th>"))
  }

  @Test("of one run there is no table, and the reasons why problems were not solved are counted")
  func one() throws {
    let shown = ShownTree(id: "5x5-3", expected: "9", failure: "wrong atom", Solved.tree())
    let page = try Report(runs: [Solved.bench("a", trees: [shown])]).page()
    #expect(!page.contains("solved-by-way"))
    for part in [
      "<td>9</td><td>dependent parts</td>", "<td>1</td><td>wrong atom</td>", "Those that were not solved.",
      "<b>5x5-3</b>: wrong atom; the right result is 9", "maker show a.run --tree --problem ID",
      "Why others were not solved",
    ] { #expect(page.contains(part), "\(part)") }
    let first = try #require(page.range(of: "dependent parts</td>"))
    #expect(first.lowerBound < (try #require(page.range(of: "wrong atom</td>"))).lowerBound)
    #expect(try !Report(runs: [Solved.bench("a", solved: 50)]).page().contains("Why others were not solved"))
  }

  @Test("the data has the outcome and the same trees")
  func json() throws {
    let runs = [
      Solved.bench("a"), DrawnDecisions(9).survey(reading: Solved.reading()), DrawnDecisions(9).survey(),
    ]
    let data = try JSONEncoder().encode(Report(runs: runs))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let facts = try #require(object["runs"] as? [[String: Any]])
    let bench = try #require(facts[0]["solution"] as? [String: Any])
    #expect(bench["failures"] as? [String: Int] == ["wrong_atom": 1, "dependent_parts": 9])
    #expect((bench["right"] as? [String: Any])?["hits"] as? Int == 40 && bench["question"] == nil)
    let question = try #require(facts[1]["solution"] as? [String: Any])
    #expect(question["result"] as? String == "408" && question["failure"] == nil)
    #expect(question["differing_proposals"] as? Int == 1 && question["omitted"] as? Int == 0)
    let tree = try #require((question["trees"] as? [[String: Any]])?.first?["tree"] as? [String: Any])
    let children = try #require(tree["children"] as? [[String: Any]])
    #expect(children.map { $0["path"] as? String } == ["1", "2"])
    #expect(children[0]["cost_usd"] as? Double == 0.25 && tree["composed"] as? String == "340+68")
    #expect(facts[2]["solution"] == nil)
  }
}
