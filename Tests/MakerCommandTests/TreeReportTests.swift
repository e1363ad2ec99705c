import Foundation
import Maker
import Testing

@Suite("Reports of solved problems", .serialized)
struct TreeReportTests {
  private static let question = "What is 46048 x 42098?"

  @Test("of a question: its tree, in words of decisions")
  func question() async throws {
    let place = try Workplace()
    let solved = try await place.maker("solve", Self.question, "--run", "a.run")
    try #require(solved.code == 0, "\(solved.errors)")
    #expect(solved.outputLines.contains { $0.hasPrefix("status     done, ") && $0.hasSuffix(" decisions") })
    #expect(solved.outputLines.contains { $0.hasPrefix("votes ") && $0.contains(" a decision, ") })
    #expect(solved.output.contains("maker show a.run --tree"))
    for word in ["asked once", "ruled", "step", "by a person", "answers are not compared"] {
      #expect(!solved.output.contains(word), "\(word) in \(solved.output)")
    }
    let outcome = try await place.maker("report", "a.run", "--json")
    try #require(outcome.code == 0, "\(outcome.errors)")
    let facts = try #require((try outcome.object["runs"] as? [[String: Any]])?.first)
    let solution = try #require(facts["solution"] as? [String: Any])
    #expect(solution["result"] as? String == "1938528704" && solution["way"] as? String == "recursive")
    let trees = try #require(solution["trees"] as? [[String: Any]])
    let shown = try await place.maker("show", "a.run", "--tree", "--json").outputLines[0]
    let tree = try #require(trees.first?["tree"] as? [String: Any])
    #expect(NSDictionary(dictionary: tree).isEqual(to: try jsonObject(shown)))
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    for part in [
      "<code>46048*42098</code> = <code>1938528704</code>", "the result is right", "<details class=\"problem",
      " decided", "Decisions",
    ] { #expect(page.contains(part), "\(part)") }
    for part in [
      "<script", "Not decided by votes", "by a person", "Votes that were right", "Planned and measured",
    ] {
      #expect(!page.contains(part), "\(part)")
    }
  }

  @Test("of one that stopped, as far as it is")
  func stopped() async throws {
    let place = try Workplace()
    let solved = try await place.maker("solve", Self.question, "--run", "a.run", "--max-steps", "4")
    try #require(solved.code == 75, "\(solved.errors)")
    let shown = try await place.maker("show", "a.run")
    #expect(shown.output.contains(" decisions so far") && shown.output.contains("maker resume a.run"))
    #expect(!shown.output.contains("start your program again"))
    #expect(try await place.maker("report", "a.run").code == 0)
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    #expect(page.contains("not solved") && page.contains("decided so far"))
  }

  @Test("of a bench: rates side by side, reasons, and the trees of what was not solved")
  func bench() async throws {
    let place = try Workplace()
    let bench = try await place.maker(
      "bench", "--digits", "5x5", "--count", "24", "--configuration", "single", "--configuration",
      "recursive",
      "--out", "b", "--json")
    try #require(bench.code == 0, "\(bench.errors)")
    let lines = try #require(try bench.object["runs"] as? [[String: Any]])
    let outcome = try await place.maker("report", "b/5x5-single.run", "b/5x5-recursive.run", "--json")
    try #require(outcome.code == 0, "\(outcome.errors)")
    let runs = try #require(try outcome.object["runs"] as? [[String: Any]])
    for (line, run) in zip(lines, runs) {
      let solution = try #require(run["solution"] as? [String: Any])
      let right = try #require(solution["right"] as? [String: Any])
      #expect(NSDictionary(dictionary: right).isEqual(to: try #require(line["right"] as? [String: Any])))
      #expect(solution["failures"] as? [String: Int] == line["failures"] as? [String: Int])
      #expect(solution["way"] as? String == line["way"] as? String)
      let wrong = try #require(right["trials"] as? Int) - (right["hits"] as? Int ?? 0)
      let trees = try #require(solution["trees"] as? [[String: Any]])
      #expect(wrong == 0 || trees.count == min(20, wrong))
      #expect(trees.allSatisfy { ($0["failure"] != nil) == (wrong > 0) && $0["expected"] != nil })
    }
    let page = String(decoding: try place.bytes("b/5x5-single.html"), as: UTF8.self)
    for part in [
      "Solved, by problems and way", "Why others were not solved", "<b>5x5-1</b>", "samples a problem",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let text = try await place.maker("show", "b/5x5-recursive.run").output
    #expect(text.contains(" decisions\n") && !text.contains("ruled") && !text.contains("asked once"))
  }

  @Test("of steps in a line: a list of them")
  func line() async throws {
    let place = try Workplace()
    let plan = #"{"steps": ["Add 2 and 2.", "Double the result."]}"#
    let endpoint = ScriptedEndpoint(
      plan, plan, #"{"answer": "4"}"#, #"{"answer": "4"}"#, #"{"answer": "8"}"#, #"{"answer": "8"}"#)
    let solved = try await endpoint.serve { arguments in
      // The endpoint of the tests knows no schemas, and this profile asks with none.
      let model = arguments.joined(separator: " ").replacing("custom/", with: "deepseek/")
      return try await place.shell(
        "DEEPSEEK_API_KEY=none \"$MAKER\" solve 'Twice the sum of 2 and 2' --linear --k 2 --candidates 2 --run a.run \(model)"
      )
    }
    try #require(solved.code == 0, "\(solved.errors)")
    #expect(solved.outputLines.first == "result     8", "\(solved.output)")
    let outcome = try await place.maker("report", "a.run", "--json")
    try #require(outcome.code == 0, "\(outcome.errors)")
    let page = String(decoding: try place.bytes("a.html"), as: UTF8.self)
    for part in [
      "<ol>", "<li><details class=\"problem\"", "Double the result.", "Planned", "linear, 2 candidates",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let facts = try #require((try outcome.object["runs"] as? [[String: Any]])?.first)
    let trees = try #require((facts["solution"] as? [String: Any])?["trees"] as? [[String: Any]])
    let tree = try #require(trees.first?["tree"] as? [String: Any])
    let steps = try #require(tree["steps"] as? [[String: Any]])
    #expect(steps.map { $0["result"] as? String } == ["4", "8"])
    #expect(tree["samples"] as? Int == 2 && page.contains("2 steps in a line"))
    let shown = try await place.maker("show", "a.run", "--tree", "--json").outputLines[0]
    #expect(NSDictionary(dictionary: tree).isEqual(to: try jsonObject(shown)))
  }
}
