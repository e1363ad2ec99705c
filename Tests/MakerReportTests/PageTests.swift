import Foundation
import Maker
import MakerJournal
import MakerReport
import Testing

@Suite("The page needs nothing beside it and nothing in it can run but its own script")
struct PageTests {
  /// A reading whose towers are those of a game of three disks.
  private static let game: TaskReading = {
    var reading = DrawnDecisions.reading
    reading.towers = Towers(disks: 3) { _ in [[3], [2], [1]] }
    return reading
  }()

  /// What stands between the two marks, each time they occur.
  private static func parts(of page: String, from start: String, to end: String) -> [String] {
    page.components(separatedBy: start).dropFirst().compactMap { $0.components(separatedBy: end).first }
  }

  @Test("the one script is the one whose digest the page allows")
  func script() throws {
    let page = try Report(runs: [DrawnDecisions(20, errors: 0).survey(reading: Self.game)]).page()
    let scripts = Self.parts(of: page, from: "<script>", to: "</script>")
    #expect(scripts.count == 1)
    let digest = "sha256-" + SHA256.base64(of: try #require(scripts.first))
    #expect(
      page.contains("script-src '\(digest)';"),
      "The digest of towers.js is \(digest); ReportPage has another.")
    #expect(SHA256.base64(of: "abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }

  @Test("without towers there is no script, and none is allowed")
  func noScript() throws {
    for report in [Report(), Report(runs: [DrawnDecisions(5).survey()])] {
      let page = try report.page()
      #expect(!page.contains("<script") && !page.contains("script-src"))
    }
  }

  @Test("nothing is asked for from elsewhere")
  func selfContained() throws {
    let drawn = DrawnDecisions(50)
    let page = try Report(runs: [drawn.survey(reading: Self.game, timeline: drawn.timeline(marks: 9))]).page()
    for word in [" src=", "@import", "url(", "<link", "<iframe", "<img", "http-equiv=\"refresh"] {
      #expect(!page.contains(word), "\(word)")
    }
    let addresses = Set(Self.parts(of: page, from: "http://", to: "\""))
    #expect(addresses == ["www.w3.org/2000/svg"])
    #expect(!page.contains("https://"))
    for word in ["default-src 'none'", "name=\"viewport\"", "prefers-color-scheme", "@media print"] {
      #expect(page.contains(word))
    }
  }

  @Test("replies, names and reasons of any kind are text")
  func hostileText() throws {
    var drawn = DrawnDecisions(40, errors: 0.3, flagged: 0.3)
    for step in drawn.samples.keys {
      drawn.samples[step] = drawn.samples[step]?.map { sample in
        var sample = sample
        sample.response.content = hostile
        if sample.flag != nil { sample.flag = Flagged(FlagKind(rawValue: hostile), hostile) }
        return sample
      }
    }
    var reading = Self.game
    reading.json = { _ in hostile }
    let page = try Report(runs: [drawn.survey(name: hostile, reading: reading)]).page()
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("onload=x \""))
    for scalar in ["\u{1B}", "\u{0}", "\u{202E}", "\u{FFFE}"] as [Unicode.Scalar] {
      #expect(!page.unicodeScalars.contains(scalar))
    }
    // Without the head and what XML does not know, the page is well-formed.
    let body = try #require(Self.parts(of: page, from: "<main>", to: "</main>").first)
    let plain = body.replacing("<div class=\"controls\" hidden>", with: "<div class=\"controls\">")
      .replacing(#/<input[^>]*>/#, with: "")
    let found = XMLFindings("<main>\(plain)</main>")
    #expect(found.text.contains("</script><script>alert(1)</script>"))
    #expect(!found.elements.contains("script"))
  }

  @Test("a wrong answer ends the slider and is said")
  func wrongAnswer() throws {
    var drawn = DrawnDecisions(30, errors: 0)
    drawn.decisions[7].answer = Array("wrong".utf8)
    let page = try Report(runs: [drawn.survey(reading: Self.game)]).page()
    #expect(page.contains("data-last=\"7\""))
    #expect(page.contains("The answer of step 7 is wrong"))
    #expect(page.contains("NO: 1 of 30 answers are wrong, the first at step 7"))
  }

  @Test("long lists of contested steps are cut, and what shows the rest is named")
  func contested() throws {
    let drawn = DrawnDecisions(2_000, errors: 0.2)
    let page = try Report(runs: [drawn.survey()]).page()
    #expect(Self.parts(of: page, from: "<details><summary>Step ", to: "<").count == DecisionSurvey.shown)
    #expect(page.contains("maker show a.run --contested"))
    #expect(page.utf8.count < 1 << 20)
  }

  @Test("a simulated model is said to be one")
  func badge() throws {
    #expect(try Report(runs: [DrawnDecisions(3).survey()]).page().contains("simulated model"))
  }
}
