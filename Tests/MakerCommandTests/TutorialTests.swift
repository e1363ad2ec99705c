import Foundation
import Testing

@Suite("The code in the articles is code that is built, and does what they say")
struct TutorialTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: [
    ("YourFirstMillionSteps", "CountUp/Sources/CountUp/CountUp.swift"),
    ("YourFirstMillionSteps", "CountUp/Sources/CountUp/ForgetfulModel.swift"),
    ("DurableCode", "DurableTickets/TicketDesk.swift"),
    ("ThreeShapesOfWork", "Tutorial/Ledger.swift"), ("ThreeShapesOfWork", "Tutorial/Routing.swift"),
    ("ThreeShapesOfWork", "Tutorial/Desk.swift"),
  ])
  func `an article holds the code of its example`(article: String, file: String) throws {
    let lines = try text("Examples/\(file)").split(separator: "\n", omittingEmptySubsequences: false)
    let code = lines.drop { $0.hasPrefix("import ") || $0.isEmpty }.joined(separator: "\n")
    #expect(try text("Sources/Maker/Maker.docc/\(article).md").contains(code))
  }

  @Test func `the tutorial prints what its article shows, and its article shows what it does`() async throws {
    let place = try Workplace()
    let tutorial = Workplace.executable.deletingLastPathComponent().appendingPathComponent("MakerTutorial")
    let outcome = try await place.shell("exec '\(tutorial.path)'")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let article = try text("Sources/Maker/Maker.docc/ThreeShapesOfWork.md")
    #expect(outcome.outputLines.count == 4 && article.contains(outcome.output))
    let main = try text("Examples/Tutorial/main.swift")
    for start in ["var balance = 0", "let map = try", "for session in"] {
      let code = main.split(separator: "\n\n").first { $0.contains(start) }
      let snippet = try #require(code).split(separator: "\n").drop { !$0.hasPrefix(start) }
        .prefix { !$0.hasPrefix("print(") }.joined(separator: "\n")
      #expect(article.contains(snippet), "\(snippet)")
    }
  }
}
