import Maker
import MakerAgents
import MakerRecords
import Testing

/// Tables may have tabs between their cells.
@Suite struct TabsTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  @Test func `they are read with quotes as in CSV, and commas are text`() throws {
    let source = try folder.source(
      "id\tsaid\r\n1\ta, b\r\n2\t\"x\ty\nz \"\"q\"\"\"\n3\n4\t\n".utf8, .tsv)
    #expect(source.columns == ["id", "said"])
    #expect(
      try source.toldAll() == [
        #"{"id":"1","said":"a, b"}"#, #"{"id":"2","said":"x\u0009y\nz \"q\""}"#,
        "line 5: it has 1 field, and the header row has 2", #"{"id":"4","said":""}"#,
      ])
    #expect(RecordFormat(path: "A.TSV") == .tsv && RecordFormat.tsv.isTable && !RecordFormat.jsonl.isTable)
  }

  @Test func `what is written is read again as the same`() throws {
    let source = try folder.source(csv: "id,said\n1,\"a\tb, c\"\n2,\"q\"\"\"\n")
    let task = try RecordTask(source, agents("name: l\nprompt: '{{said}}'\nanswer: {labels: [a, b]}"))
    let output = try RecordOutput(of: task, to: folder.path("out.tsv"), rejects: folder.path("bad.tsv"))
    for step in 0..<2 {
      let answer = try task.answer(in: "a").record
      try output.append(RecordDecision(step: step, answer: answer, votes: 1, samples: 1, flags: 0))
    }
    try output.finish()
    #expect(try folder.text("out.tsv") == "id\tsaid\tl\n1\t\"a\tb, c\"\ta\n2\t\"q\"\"\"\ta\n")
    #expect(try folder.text("bad.tsv") == "record\tline\treason\tinput\n")
    let again = try RecordSource(scanning: folder.path("out.tsv"), as: .tsv)
    #expect(
      try again.toldAll() == [
        #"{"id":"1","said":"a\u0009b, c","l":"a"}"#, #"{"id":"2","said":"q\"","l":"a"}"#,
      ])
  }

  @Test func `a task of the first records is another one, of fewer steps`() throws {
    let source = try folder.source(csv: "x\n1\n2\n3\n")
    let steps = try agents("name: l\nprompt: '{{x}}'\nanswer: {labels: [a, b]}")
    let (all, two) = (try RecordTask(source, steps), try RecordTask(source, steps, limit: 2))
    #expect(all.stepCount == 3 && two.stepCount == 2 && two.recordCount == 2)
    #expect(all.identity["task.limit"] == nil && two.identity["task.limit"] == "2")
    #expect(try RecordTask(source, steps, limit: 9).recordCount == 3)
  }
}
