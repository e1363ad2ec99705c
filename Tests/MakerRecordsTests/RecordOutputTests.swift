import Foundation
import Maker
import MakerAgents
import MakerRecords
import Testing

@Suite struct RecordOutputTests {
  private let folder: RecordFolder
  private let task: RecordTask

  private static let agent = """
    name: get
    prompt: '{{n}}'
    answer: {schema: {type: object, properties: {v: {type: string}, t: {type: array}}, required: [v]}}
    """
  private static let input = #"""
    n,text
    0,"a, ""b"""
    1
    2,"two
    lines"
    3,é
    4,"abc
    5,x
    """#

  init() throws {
    folder = try RecordFolder()
    task = try RecordTask(folder.source(csv: Self.input), agents(Self.agent))
  }

  /// A decision that follows from its step; those of broken records, and of record 3, are rejections.
  private func decision(_ step: Int, of task: RecordTask) throws -> RecordDecision {
    if let settled = task.settled(at: RecordState(index: step)) {
      return RecordDecision(step: step, answer: settled.answer.record, votes: 0, samples: 0, flags: 0)
    }
    if step % 10 == 3 {
      return RecordDecision(
        step: step, answer: RecordAnswer.rejected("9 samples did not decide it").record, votes: 0, samples: 9,
        flags: 1)
    }
    let answer = try task.answer(in: #"{"v":"v \#(step), \"","t":[1,1.50],"more":{"x":null}}"#).record
    let other = try task.answer(in: #"{"v":"other"}"#).record
    return step % 2 == 0
      ? RecordDecision(step: step, answer: answer, votes: 3, samples: 4, flags: 1, costUSD: 0.00025)
      : RecordDecision(
        step: step, answer: answer, votes: 5, candidates: [other, answer], order: [1, 0, 1, 1, 1], samples: 5,
        flags: 0, costUSD: 1e-07)
  }

  private func output(
    _ task: RecordTask, _ name: String, _ rejects: String, _ options: RecordOutput.Options = .init(),
    isResuming: Bool = false
  ) throws -> RecordOutput {
    try RecordOutput(
      of: task, to: folder.path(name), rejects: folder.path(rejects), options: options, isResuming: isResuming
    )
  }

  private func write(
    _ task: RecordTask, _ name: String, _ rejects: String, _ options: RecordOutput.Options = .init(),
    isResuming: Bool = false
  ) throws {
    let output = try output(task, name, rejects, options, isResuming: isResuming)
    for step in 0..<task.stepCount { try output.append(decision(step, of: task)) }
    // The system has it; a thousand times to the disk would take a minute.
    try output.catchUp()
    #expect(output.counts.rows + output.counts.rejects == task.source.count)
  }

  @Test func `rows are the record and its answer, in JSON Lines`() throws {
    try write(task, "out.jsonl", "bad.jsonl")
    #expect(
      try folder.lines("out.jsonl") == [
        #"{"n":"0","text":"a, \"b\"","get":{"v":"v 0, \"","t":[1,1.50],"more":{"x":null}}}"#,
        #"{"n":"2","text":"two\nlines","get":{"v":"v 2, \"","t":[1,1.50],"more":{"x":null}}}"#,
        #"{"n":"5","text":"x","get":{"v":"v 5, \"","t":[1,1.50],"more":{"x":null}}}"#,
      ])
    #expect(
      try folder.lines("bad.jsonl") == [
        #"{"record":2,"line":3,"reason":"it has 1 field, and the header row has 2","input":"1"}"#,
        #"{"record":4,"line":6,"reason":"9 samples did not decide it","input":"3,é"}"#,
        #"{"record":5,"line":7,"reason":"a quote that opens in it is never closed","input":"4,\"abc"}"#,
      ])
  }

  @Test func `or in a table, with the ballot and what it cost`() throws {
    try write(task, "out.csv", "bad.csv", .init(showsBallot: true, showsCost: true))
    #expect(
      try folder.text("out.csv") == #"""
        n,text,get.v,get.t,get.other_fields,get.votes_for,get.votes_against,get.samples,get.flags,get.cost_usd
        0,"a, ""b""","v 0, ""","[1,1.50]","{""more"":{""x"":null}}",3,0,4,1,0.00025
        2,"two
        lines","v 2, ""","[1,1.50]","{""more"":{""x"":null}}",3,0,4,1,0.00025
        5,x,"v 5, ""","[1,1.50]","{""more"":{""x"":null}}",4,1,5,0,1e-07

        """#)
    #expect(
      try folder.text("bad.csv") == #"""
        record,line,reason,input
        2,3,"it has 1 field, and the header row has 2",1
        4,6,9 samples did not decide it,"3,é"
        5,7,a quote that opens in it is never closed,"4,""abc"

        """#)
    try write(task, "out.jsonl", "bad.jsonl", .init(showsBallot: true, showsCost: true))
    #expect(
      try folder.lines("out.jsonl").last?.hasSuffix(
        #""get.ballot":{"votes_for":4,"votes_against":1,"samples":5,"flags":0},"get.cost_usd":1e-07}"#)
        == true)
  }

  @Test func `lines become a table without losing a field`() throws {
    let source = try folder.source(jsonl: "[]\n{\"n\":1,\"a\":null}\n{\"a\":[1],\"b\":\"x\",\"n\":\"2\"}")
    let task = try RecordTask(source, agents("name: get\nprompt: '{{n}}'\nanswer: {number: }"))
    let output = try output(task, "out.csv", "bad.csv")
    for step in 0..<3 {
      let answer = try task.settled(at: RecordState(index: step))?.answer ?? task.answer(in: "7.0")
      try output.append(RecordDecision(step: step, answer: answer.record, votes: 1, samples: 1, flags: 0))
    }
    try output.finish()
    #expect(
      try folder.text("out.csv") == "n,a,other_fields,get\n1,,,7.0\n2,[1],\"{\"\"b\"\":\"\"x\"\"}\",7.0\n")
  }

  @Test(arguments: ["jsonl", "csv"])
  func `files that were cut off at any byte go on to the same end`(format: String) throws {
    let text = "n,text\n" + (0..<14).map { $0 % 5 == 4 ? "\($0)\n" : "\($0),\"a\nb\"\n" }.joined()
    let task = try RecordTask(folder.source(csv: text), agents(Self.agent))
    let (out, bad) = ("out.\(format)", "bad.\(format)")
    try write(task, out, bad)
    let (rows, rejects) = (try folder.bytes(out), try folder.bytes(bad))
    var random = SeededGenerator(seed: 91)
    for cut in 0...rows.count {
      try folder.write(rows.prefix(cut), to: out)
      try folder.write(rejects.prefix(Int.random(in: 0...rejects.count, using: &random)), to: bad)
      try write(task, out, bad, isResuming: true)
      #expect(try folder.bytes(out) == rows && folder.bytes(bad) == rejects)
    }
    for cut in 0...rejects.count {
      // What a disk had not written when the power went.
      let torn =
        Array(rejects.prefix(cut)) + Array(repeating: 0, count: Int.random(in: 0...40, using: &random))
      try folder.write(torn, to: bad)
      try write(task, out, bad, isResuming: true)
      #expect(try folder.bytes(out) == rows && folder.bytes(bad) == rejects)
    }
  }

  @Test func `what the files hold behind the record is cut off`() throws {
    try write(task, "out.jsonl", "bad.jsonl")
    for recorded in 0...6 {
      let resumed = try output(task, "out.jsonl", "bad.jsonl", isResuming: true)
      for step in 0..<recorded { try resumed.append(decision(step, of: task)) }
      try resumed.catchUp()
      let counts = resumed.counts
      #expect(try folder.lines("out.jsonl").count == counts.rows)
      #expect(try folder.lines("bad.jsonl").count == counts.rejects)
      #expect(counts.rows + counts.rejects == recorded)
      for step in recorded..<6 { try resumed.append(decision(step, of: task)) }
      try resumed.finish()
      #expect(try folder.lines("out.jsonl").count == 3)
    }
  }

  @Test func `a file of somebody else's is left as it is`() throws {
    try folder.write("precious".utf8, to: "out.jsonl")
    #expect(try failure { _ = try output(task, "out.jsonl", "bad.jsonl") }?.kind == .exists)
    #expect(try failure { try write(task, "out.jsonl", "bad.jsonl", isResuming: true) }?.kind == .foreign)
    #expect(try folder.text("out.jsonl") == "precious")
    try folder.write("\u{0}precious".utf8, to: "out.jsonl")
    #expect(try failure { try write(task, "out.jsonl", "bad.jsonl", isResuming: true) }?.kind == .foreign)
  }

  @Test func `three files are three different ones`() throws {
    #expect(try failure { _ = try output(task, "out.jsonl", "out.jsonl") }?.kind == .unwritable)
    #expect(
      try failure { _ = try output(task, "in.csv", "bad.jsonl", isResuming: true) }?.kind == .unwritable)
    #expect(try failure { _ = try output(task, "none/out.csv", "bad.jsonl") }?.kind == .unwritable)
    #expect(
      try failure { _ = try RecordOutput(of: task, to: "/dev/null", rejects: folder.path("b")) }?.kind
        == .unwritable)
    #expect(try folder.text("in.csv") == Self.input)
  }

  @Test func `two columns of one name are refused before anything is asked`() throws {
    let task = try RecordTask(
      folder.source(csv: "n,m\n1,2"),
      agents("name: a\nprompt: '{{n}}'\nanswer: {pattern: '(?<samples>.*)'}"))
    let failure = try failure { _ = try output(task, "out.csv", "bad.csv", .init(showsBallot: true)) }
    #expect(failure?.message.contains("\"a.samples\"") == true)
  }

  @Test func `what is recorded and is no answer is told`() throws {
    let output = try output(task, "out.csv", "bad.csv")
    let failure = try failure {
      try output.append(RecordDecision(step: 0, answer: [1, 2], votes: 1, samples: 1, flags: 0))
    }
    #expect(failure?.kind == .corrupt)
  }
}
