import Maker
import MakerAgents
import MakerRecords
import Testing

/// Random records of a file are what a model is measured at.
@Suite struct RecordCalibrationTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private static let agent = "name: add\nprompt: '{{n}}'\nanswer: {number: }"

  private func task(_ rows: [String], _ agent: String = agent) throws -> RecordTask {
    try RecordTask(
      folder.source(csv: "n,sum\n" + rows.map { $0 + "\n" }.joined()), agents(agent))
  }

  @Test func `they are distinct, in random order, and the same for the same seed`() throws {
    let task = try task((0..<3_000).map { "\($0),\($0 + 1)" })
    let found = try task.calibrationCases(500, seed: 3)
    let numbers = found.cases.map(\.number)
    #expect(Set(numbers).count == 500 && numbers != numbers.sorted())
    #expect(try task.calibrationCases(500, seed: 3).cases.map(\.number) == numbers)
    #expect(try task.calibrationCases(500, seed: 4).cases.map(\.number) != numbers)
    #expect(numbers.reduce(0, +) / 500 > 1_200 && numbers.reduce(0, +) / 500 < 1_800, "evenly drawn")
    for one in found.cases {
      #expect(one.prompt == task.prompt(for: RecordState(index: one.number)))
      #expect(one.name == "record \(one.number + 1)" && one.right == nil)
    }
    #expect(found.unaskable == 0 && found.unlabelled == 0)
    #expect(try task.calibrationCases(9_000, seed: 3).cases.count == 3_000, "all there are")
  }

  @Test func `right answers are those of a field, read as the agent reads them, and never asked`() throws {
    let task = try task((0..<200).map { "\($0),\($0 + 1).0" })
    for one in try task.calibrationCases(200, seed: 1, labels: [RecordLabel("sum")]).cases {
      #expect(one.right?.answer?.canonical == "\(one.number + 1)")
      #expect(!one.prompt.content.contains("."))
      #expect(try one.answer("\(one.number + 1)") == one.right)
      #expect(try one.answer("7e9") != one.right)
      #expect(throws: Flagged.self) { try one.answer("about seven") }
    }
  }

  @Test func `records that nobody can be asked about, or without a right answer, are passed over`() throws {
    // Every fifth has a field too many, every fifth other no label, every fifth other one that is no number.
    let task = try task(
      (0..<1_000).map { index in
        switch index % 5 {
        case 0: "\(index),\(index),1"
        case 1: "\(index),"
        case 2: "\(index),many"
        default: "\(index),\(index + 1)"
        }
      })
    let found = try task.calibrationCases(300, seed: 2, labels: [RecordLabel("sum")])
    #expect(found.cases.count == 300 && found.cases.allSatisfy { $0.right != nil && $0.number % 5 > 2 })
    #expect(found.unaskable > 100 && found.unlabelled > found.unaskable)
    let all = try task.calibrationCases(1_000, seed: 2, labels: [RecordLabel("sum")])
    #expect(all.cases.count == 400 && all.unaskable == 200 && all.unlabelled == 400)
    #expect(try task.calibrationCases(1_000, seed: 2).cases.count == 800)
    #expect(Array(all.cases.map(\.number).prefix(100)) == found.cases.prefix(100).map(\.number))
  }

  @Test func `a record is passed over where the prompt names a field that it lacks`() throws {
    let source = try folder.source(jsonl: "{\"n\": 1}\n{\"m\": 2}\n{\"n\": 3}\n")
    let found = try RecordTask(source, agents(Self.agent)).calibrationCases(10, seed: 1)
    #expect(found.cases.map(\.number).sorted() == [0, 2] && found.unaskable == 1)
  }

  @Test func `a file that was changed meanwhile is no more drawn from`() throws {
    let task = try task((0..<50).map { "\($0),1" })
    try folder.write("n,sum\n1,2\n".utf8, to: "in.csv")
    #expect(try failure { _ = try task.calibrationCases(5, seed: 1) }?.kind == .changed)
  }

  @Test func `right values of all voted fields make a right answer, and of some of them none`() throws {
    let source = try folder.source(csv: "n,a,b\n1,x,1.50\n2,y,\n3,z,many\n")
    let task = try RecordTask(
      source,
      agents(
        """
        name: read
        prompt: '{{n}}'
        answer: {schema: {type: object, properties: {a: {type: string}, b: {type: number}, why: {type: string}}, required: [why]}}
        vote: {a: folded, b: number}
        """))
    let labels = [RecordLabel("b", field: "b"), RecordLabel("a", field: "a")]
    let found = try task.calibrationCases(10, seed: 1, labels: labels)
    #expect(found.cases.map(\.number) == [0] && found.unlabelled == 2)
    let one = try #require(found.cases.first)
    #expect(try one.answer(#"{"why": "", "b": 1.5, "a": " X "}"#) == one.right)
    #expect(try one.answer(#"{"why": "", "b": 1.5}"#) != one.right)
    #expect(try task.calibrationCases(10, seed: 1, labels: [labels[0]]).cases.isEmpty)
  }
}
