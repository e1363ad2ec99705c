import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct LabelCountsTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private func counts(
    _ csv: String, _ agent: String, _ replies: [[String]]
  ) throws -> LabelCounts? {
    let task = try RecordTask(folder.source(csv: csv), agents(agent))
    let output = try RecordOutput(
      of: task, to: folder.path("out.jsonl"), rejects: folder.path("bad.jsonl"),
      labels: LabelCounts("truth", of: task.steps))
    for (step, votes) in replies.enumerated() {
      guard let first = votes.first else {
        let answer = RecordAnswer.rejected("undecided").record
        try output.append(RecordDecision(step: step, answer: answer, votes: 0, samples: 3, flags: 3))
        continue
      }
      let records = try votes.map { try task.answer(in: $0).record }
      try output.append(
        RecordDecision(
          step: step, answer: try task.answer(in: first).record, votes: votes.count, candidates: records,
          order: Array(votes.indices), samples: votes.count, flags: 0))
    }
    return output.labels
  }

  @Test func `decisions and votes are compared with the right answers`() throws {
    let found = try counts(
      "x,truth\n1,a\n2,b\n3,a\n4,\n5,zzz\n6,A \n7,b\n8\n",
      "name: l\nprompt: '{{x}}'\nanswer: {labels: [a, b]}\nvote: folded",
      [["a", "a"], ["b", "a", "b"], ["b", "b", "a"], ["a"], ["a"], ["a"], [], []])
    let counts = try #require(found)
    #expect(counts.decisions == Proportion(hits: 3, trials: 4))
    #expect(counts.p == Proportion(hits: 6, trials: 9))
    #expect(counts.unlabelled == 2 && counts.rejected == 2)
    #expect(
      told(counts) == [
        cell("a", "a", 2), cell("a", "b", 1), cell("b", "b", 1),
      ])
  }

  private func cell(_ truth: String?, _ decided: String?, _ count: Int) -> [String?] {
    [truth, decided, "\(count)"]
  }

  private func told(_ counts: LabelCounts) -> [[String?]] {
    counts.cells.map { cell($0.truth, $0.decided, $0.count) }
  }

  @Test func `beyond fifty answers the rest are taken together, and right ones still told from wrong ones`()
    throws
  {
    let rows = 0..<80
    let found = try counts(
      "x,truth\n" + rows.map { "\($0),\($0).0\n" }.joined(), "name: l\nprompt: '{{x}}'\nanswer: {number: }",
      rows.map { [$0 % 10 == 9 ? "7" : "\($0)"] })
    let counts = try #require(found)
    #expect(counts.decisions == Proportion(hits: 72, trials: 80))
    #expect(counts.cells.reduce(0) { $0 + $1.count } == 80)
    #expect(told(counts).contains(cell("9.0", "7.0", 1)))
    #expect(told(counts).last == cell(nil, nil, 27))
  }
}
