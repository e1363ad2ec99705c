import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct LabelCountsTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private func counts(
    _ csv: String, _ agent: String, _ replies: [[String]], _ labels: String...
  ) throws -> LabelCounts? {
    let task = try RecordTask(folder.source(csv: csv), agents(agent))
    let output = try RecordOutput(
      of: task, to: folder.path("out.jsonl"), rejects: folder.path("bad.jsonl"),
      labels: LabelCounts(
        labels.isEmpty ? [RecordLabel("truth")] : labels.map { RecordLabel($0, of: task.steps) },
        of: task.steps))
    for (step, votes) in replies.enumerated() {
      guard let first = votes.first else {
        let answer = RecordAnswer.rejected("undecided").record
        try output.append(RecordDecision(step: step, answer: answer, votes: 0, samples: 3, flags: 3))
        continue
      }
      let state = RecordState(
        index: step / task.laneLength, answers: Array(repeating: .rejected(""), count: step % task.laneLength)
      )
      let records = try votes.map { try task.answer(in: $0, at: state).record }
      try output.append(
        RecordDecision(
          step: step, answer: try task.answer(in: first, at: state).record, votes: votes.count,
          candidates: records,
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
    #expect(counts.unlabelled == 1 && counts.rejected == 2)
    #expect(counts.foreign == 1 && counts.foreignLabels.map(\.value) == ["zzz"])
    #expect(counts.foreignLabels.map(\.record) == [5] && counts.foreignLabels.map(\.line) == [6])
    #expect(
      told(counts) == [
        cell("a", "a", 2), cell("a", "b", 1), cell("b", "b", 1),
      ])
  }

  @Test func `answers that only differ beyond what is shown are told apart`() throws {
    let (long, end) = (
      String(repeating: "x", count: 100), "name: l\nprompt: '{{x}}'\nanswer: {pattern: '(?<v>.+)'}"
    )
    let counts = try #require(
      try counts(
        "x,truth\n1,\(long)a\n2,\(long)a\n", end,
        [["\(long)a"], ["\(long)b"]]))
    #expect(counts.decisions == Proportion(hits: 1, trials: 2))
    #expect(counts.cells.map(\.isRight) == [true, false])
    #expect(counts.cells[0].truth == counts.cells[1].decided, "they are cut to the same text")
  }

  @Test func `answers that there was no room for are right or wrong all the same`() throws {
    let rows = (0..<80).map { "\($0),\($0)" }.joined(separator: "\n")
    let replies = (0..<80).map { [$0 == 70 ? "71" : "\($0)"] }
    let counts = try #require(
      try counts("x,truth\n\(rows)\n", "name: l\nprompt: '{{x}}'\nanswer: {number: {}}", replies))
    #expect(counts.cells.filter(\.isRight).reduce(0) { $0 + $1.count } == 79)
    #expect(counts.cells.filter { !$0.isRight }.map(\.count) == [1])
    #expect(counts.cells.suffix(2).map(\.truth) == [nil, nil])
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

  private static let invoice = """
    name: invoice
    prompt: '{{x}}'
    answer:
      schema:
        type: object
        properties: {vendor: {type: string}, total: {type: number}, tags: {type: array, items: {type: string}}, why: {type: string}}
    vote: {vendor: folded, total: number, tags: sorted-set}
    """

  @Test func `voted fields are compared one by one, and a record is right when all of them are`() throws {
    let reply = { (vendor: String, total: String) in
      "{\"vendor\": \"\(vendor)\", \"total\": \(total), \"why\": \"\(total)\", \"tags\": [\"b\", \"a\"]}"
    }
    let found = try counts(
      """
      x,v,t,tags
      1,ACME,12.50,"a, b"
      2,acme,7,"[""a"",""b""]"
      3,Other,7,"b,a"
      4,acme,,"a,b"
      5,acme,seven,"a,b"
      6,acme,1,a

      """, Self.invoice,
      [
        [reply("Acme", "12.5"), reply("Acme", "12.5"), reply("Acme", "9")],
        [reply("acme", "8")], [reply("acme", "7.0")], [reply("acme", "1")], [reply("acme", "7")],
        [reply("acme", "1")],
      ], "vendor=v", "total=t", "invoice.tags=tags")
    let counts = try #require(found)
    #expect(counts.decisions == Proportion(hits: 1, trials: 4))
    #expect(counts.unlabelled == 1 && counts.foreign == 1)
    #expect(counts.foreignLabels.map { "\($0.line) \($0.column) \($0.value)" } == ["6 t seven"])
    let agent = try #require(counts.agents.first)
    #expect(agent.fields.map(\.name) == ["vendor", "total", "tags"] && agent.column == nil)
    #expect(agent.fields.map(\.column) == ["v", "t", "tags"])
    #expect(agent.fields.map(\.right.hits) == [5, 3, 5] && agent.fields.map(\.right.trials) == [6, 4, 6])
    #expect(agent.p == Proportion(hits: 2, trials: 6) && counts.p == agent.p)
    #expect(counts.cells.isEmpty)
  }

  @Test func `each of several agents has labels of its own`() throws {
    let yaml = """
      name: both
      steps:
        - {name: size, prompt: '{{x}}', answer: {labels: [big, small]}}
        - {name: tone, prompt: '{{x}} {{size}}', answer: {pattern: '(?<word>[a-z]+) (?<rest>.*)'}}
      """
    let found = try counts(
      "x,s,w\n1,big,loud\n2,small,soft\n3,big,\n", yaml,
      [
        ["big", "small", "big"], ["loud 1", "loud 1"], ["big"], ["soft x"], ["big"], ["odd y"],
      ], "size=s", "word=w")
    let counts = try #require(found)
    #expect(counts.agents.map(\.agent) == ["size", "tone"])
    #expect(counts.decisions == Proportion(hits: 1, trials: 2) && counts.unlabelled == 1)
    #expect(counts.agents[0].decisions == Proportion(hits: 2, trials: 3))
    #expect(counts.agents[1].decisions == Proportion(hits: 2, trials: 2))
    #expect(counts.agents[0].p == Proportion(hits: 3, trials: 5))
    #expect(counts.agents[0].cells.map(\.count).reduce(0, +) == 3 && counts.cells.isEmpty)
  }

  @Test func `what a label is of is read from its text, and told where it is nothing`() throws {
    let two = try agents(
      """
      name: both
      steps:
        - {name: size, prompt: '{{x}}', answer: {labels: [big, small]}}
        - name: tone
          prompt: '{{x}}'
          answer: {pattern: '(?<word>.+) (?<rest>.*)'}
          vote: {word: folded}
      """)
    #expect(RecordLabel("truth", of: two) == RecordLabel("truth"))
    #expect(RecordLabel("size.truth", of: two) == RecordLabel("truth", agent: "size"))
    #expect(RecordLabel("other.truth", of: two) == RecordLabel("other.truth"))
    #expect(RecordLabel("size=a=b", of: two) == RecordLabel("a=b", agent: "size"))
    #expect(RecordLabel("word=w", of: two) == RecordLabel("w", agent: "tone", field: "word"))
    #expect(RecordLabel("tone.word=w", of: two) == RecordLabel("w", agent: "tone", field: "word"))
    let problem = { (text: String) in RecordLabel(text, of: two).problem(with: two) }
    #expect(problem("word=w") == nil && problem("size=s") == nil)
    #expect(problem("size.word=w")?.contains("in one piece") == true)
    #expect(problem("rest=w")?.contains("rest is no field that tone votes on; those are word") == true)
    #expect(problem("word=")?.contains("names no field") == true)
    #expect(RecordLabel("w", agent: "tune").problem(with: two)?.contains("size, tone") == true)
  }
}
