import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct RecordReviewTests {
  private let folder: RecordFolder
  private let task: RecordTask
  private static let count = 3_000

  init() throws {
    folder = try RecordFolder()
    let rows = (0..<Self.count).map { $0 % 100 == 7 ? "\($0)\n" : "\($0),\($0 % 3 == 0 ? "odd" : "even")\n" }
    task = try RecordTask(
      folder.source(csv: "n,truth\n" + rows.joined()),
      agents("name: say\nprompt: '{{n}}'\nanswer: {labels: [even, odd]}"))
  }

  private func decision(_ step: Int) throws -> RecordDecision {
    let answer: RecordAnswer =
      if let settled = task.settled(at: RecordState(index: step)) {
        settled.answer
      } else if step % 100 == 9 {
        .rejected("not decided within 9 samples")
      } else {
        try task.answer(in: step % 2 == 0 ? "even" : "odd")
      }
    return RecordDecision(step: step, answer: answer.record, votes: 3, samples: 3, flags: 0)
  }

  private func write() throws {
    let output = try RecordOutput(of: task, to: folder.path("out.csv"), rejects: folder.path("bad.jsonl"))
    for step in 0..<task.stepCount { try output.append(decision(step)) }
    try output.catchUp()
  }

  private func reviewed(comparing: Bool = true) throws -> (RecordReview, [FileComparison.Finding]) {
    var review = try RecordReview(
      of: task, output: folder.path("out.csv"), rejects: folder.path("bad.jsonl"),
      labels: LabelCounts([RecordLabel("truth")], of: task.steps), comparesFiles: comparing)
    for step in 0..<task.stepCount { try review.append(decision(step)) }
    let findings = review.finish().map(\.finding)
    return (review, findings)
  }

  @Test func `what became of the records is counted without a file`() throws {
    let (review, findings) = try reviewed(comparing: false)
    #expect(findings.isEmpty)
    #expect(review.counts == RecordOutput.Counts(rows: Self.count - 60, rejects: 60))
    #expect(review.reasons.map(\.count) == [30, 30])
    #expect(review.reasons.map(\.reason).contains("not decided within 9 samples"))
    #expect(review.labels?.decisions.trials == Self.count - 60)
    let row = try review.row(of: 2, [decision(2)])
    #expect(row.text == "2,even,even" && row.rejection == nil)
    #expect(try review.row(of: 9, [decision(9)]).rejection == "not decided within 9 samples")
  }

  @Test func `files are compared to the byte and not touched`() throws {
    try write()
    let whole = try folder.bytes("out.csv")
    #expect(try reviewed().1 == [.same, .same])
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20 {
      let place = Int.random(in: 0..<whole.count, using: &generator)
      var bytes = whole
      bytes[place] ^= 1
      try folder.write(bytes, to: "out.csv")
      #expect(try reviewed().1 == [.differs(byte: place + 1), .same])
      #expect(try folder.bytes("out.csv") == bytes)
      try folder.write(whole.prefix(place), to: "out.csv")
      #expect(try reviewed().1 == [.short(bytes: place), .same])
    }
    try folder.write(whole + [0x0A], to: "out.csv")
    #expect(try reviewed().1 == [.long(bytes: whole.count), .same])
  }

  @Test func `a file that is not there is missing`() throws {
    #expect(try reviewed().1 == [.missing, .missing])
  }
}
