import Maker
import MakerJournal
import MakerReport
import Testing

@Suite("The report of a map speaks of records")
struct RecordsPageTests {
  private static func reading(
    agents: [String] = ["team"], labels: RecordOutcome.Labels? = nil, text: String = "It burns."
  ) -> TaskReading {
    let records = RecordReading(
      title: "team.yaml on in.csv", count: 200, agents: agents,
      outcome: RecordOutcome(
        rows: 190, rejects: 10, output: "out.csv", rejectsFile: "out.rejects.csv",
        reasons: [.init("not decided within 9 samples", 8), .init(text, 2)], labels: labels),
      fields: { [.init("id", "T-\($0)"), .init("body", text)] }, prompt: { "Which team, \($0)?" })
    return TaskReading(json: { String(decoding: $0, as: UTF8.self) }, records: records)
  }

  private static let labels = RecordOutcome.Labels(
    column: "truth", right: Proportion(hits: 180, trials: 185), p: Proportion(hits: 900, trials: 1_000),
    unlabelled: 5,
    confusion: [
      .init("billing", "billing", isRight: true, 180), .init("technical", "billing", isRight: false, 5),
    ])

  @Test("of rows, rejects and their reasons, and of agreement where nothing is known to be right")
  func plain() throws {
    let survey = DrawnDecisions(200, errors: 0.2).survey(reading: Self.reading())
    let page = try Report(runs: [survey]).page()
    for part in [
      "200 records in: 190 rows, 10 rejects", "not decided within 9 samples",
      "Agreement: votes for what was decided",
      "Agreement along the run", "Votes per record", "team.yaml on in.csv", "Asked once",
    ] { #expect(page.contains(part), "\(part)") }
    for part in ["Votes that were right", "Decided by a person", "Votes per step", "lost after about"] {
      #expect(!page.contains(part), "\(part)")
    }
  }

  @Test("of what is right, where labels are given")
  func labelled() throws {
    let page = try Report(runs: [DrawnDecisions(200).survey(reading: Self.reading(labels: Self.labels))])
      .page()
    for part in [
      "180 of 185 are right, by truth", "billing (wrong)", "What was taken for what", "Without a label",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.contains("Votes that were right") && !page.contains("Agreement: votes"))
  }

  @Test("the most contested ones come first, with their fields and prompt")
  func contested() throws {
    var drawn = DrawnDecisions(2_000, errors: 0.3)
    drawn.decisions[900].order = [0, 1, 0, 1]
    drawn.decisions[900].candidates = [Array("a".utf8), Array("b".utf8)]
    let survey = drawn.survey(reading: Self.reading(agents: ["team", "vendor"]))
    #expect(survey.decisions.contested.count == DecisionSurvey.shown)
    #expect(survey.decisions.contested[0].step == 900)
    for step in survey.decisions.contested {
      #expect(step.candidates.map(\.votes) == step.candidates.map(\.votes).sorted(by: >))
    }
    let page = try Report(runs: [survey]).page()
    for part in [
      "<summary>Record 451, agent team: ", "T-450", "Which team, 900?", "Contested decisions",
      "maker show a.run --contested --most ",
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test("whatever stands in a record is text")
  func hostileRecords() throws {
    let page = try Report(runs: [DrawnDecisions(200).survey(reading: Self.reading(text: hostile))]).page()
    #expect(!page.contains("<script>alert") && !page.contains("onload=x \""))
  }

  @Test("a rejection is no decision of a person's")
  func rejections() throws {
    var drawn = DrawnDecisions(20, errors: 0.5)
    for index in [3, 4] {
      drawn.decisions[index].ruling = Ruling(by: Ruling.task, reason: "not decided within 9 samples", time: 0)
    }
    drawn.tally.rulings = 2
    let page = try Report(runs: [drawn.survey(reading: Self.reading())]).page()
    #expect(page.contains("Rejected: not decided within 9 samples") && !page.contains("by a person"))
    let other = try Report(runs: [drawn.survey(reading: TaskReading())]).page()
    #expect(other.contains("Not decided by votes") && !other.contains("by a person"))
    drawn.decisions[3].ruling = Ruling(by: "Ada", reason: "seen", time: 0)
    let decided = try Report(runs: [drawn.survey(reading: TaskReading())]).page()
    #expect(decided.contains("Decided by Ada: seen") && decided.contains("Decided by a person"))
  }
}
