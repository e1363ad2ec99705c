import Maker
import MakerAgents
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct AgentStepsTests {
  private static let extract = """
    name: extract
    prompt: '{{text}}'
    answer: {schema: {type: object, properties: {vendor: {type: string}, lines: {type: array, items: {type: object, properties: {n: {}}}}, why: {}}}}
    vote: {vendor: folded, lines: json}
    """

  /// Writes files into a folder of their own and reads the first.
  private func steps(_ files: KeyValuePairs<String, String>) throws -> AgentSteps {
    let folder = FileManager.default.temporaryDirectory.appending(path: "steps-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    do throws(AgentMistakes) {
      return try AgentFile.steps(at: folder.appending(path: files.first?.key ?? "").path)
    } catch {
      throw Told(
        lines: error.description.replacing(folder.path + "/", with: "").split(separator: "\n").map(
          String.init))
    }
  }

  private struct Told: Error, Equatable { let lines: [String] }

  @Test func `a file with steps names files and has agents of its own`() throws {
    let steps = try steps([
      "all.yaml": """
      name: all
      description: d
      steps:
        - extract.yaml
        - name: account
          prompt: '{{text}}: {{extract.vendor}}{{#extract.lines}} {{n}}{{/extract.lines}}'
          answer: {labels: [a, b]}
        - {name: last, prompt: '{{account}}', answer: {number: }}
      """, "extract.yaml": Self.extract,
    ])
    #expect(steps.name == "all" && steps.summary == "d")
    #expect(steps.agents.map(\.name) == ["extract", "account", "last"])
    let record = AgentRecord(["text": "t"])
    #expect(try steps.mistakes(for: record).isEmpty)
    let answers = [
      try steps.agents[0].answer(in: #"{"why":"x","vendor":"ACME","lines":[{"n":1},{"n":2}]}"#),
      try steps.agents[1].answer(in: "b"),
    ]
    #expect(
      try steps.agents[1].prompt(for: steps.record(record, after: Array(answers.prefix(1)))).content
        == "t: ACME 1 2")
    #expect(
      try steps.record(record, after: answers).value.json
        == #"{"text":"t","extract":{"vendor":"ACME","lines":[{"n":1},{"n":2}]},"account":"b"}"#)
    #expect(try steps.samples(from: record).map(\.fields.count) == [1, 2, 3])
  }

  @Test func `a made-up answer has the first of the values that a field may have`() throws {
    let steps = try steps([
      "all.yaml":
        "name: all\nsteps:\n  - sort.yaml\n  - {name: b, prompt: '{{sort.team}} {{sort.n}}', answer: {number: }}\n",
      "sort.yaml":
        "name: sort\nprompt: '{{text}}'\nanswer: {schema: {type: object, properties: {team: {enum: [sales, billing]}, n: {type: integer, const: 4}}}}\nvote: {team: exact, n: number}\n",
    ])
    let samples = try steps.samples(from: AgentRecord(["text": "t"]))
    #expect(try steps.agents[1].prompt(for: samples[1]).content == "sales 4")
  }

  @Test func `an agent's own file is a sequence of one`() throws {
    let steps = try steps(["one.yaml": Self.extract])
    #expect(steps.name == "extract" && steps.agents.count == 1)
    #expect(steps.identity == steps.agents[0].identity)
  }

  @Test func `what was not voted on is not there for the next`() throws {
    let steps = try steps([
      "all.yaml":
        "name: all\nsteps:\n  - extract.yaml\n  - {name: b, prompt: '{{extract.why}} {{extract.vendr}}', answer: {number: }}\n",
      "extract.yaml": Self.extract,
    ])
    let found = try steps.mistakes(for: AgentRecord(["text": "t"]))
    #expect(found.map { "\($0.line ?? 0):\($0.column ?? 0)" } == ["4:24", "4:40"])
    #expect(found.allSatisfy { $0.file.hasSuffix("all.yaml") })
  }

  @Test func `a record with a field of an agent's name is refused`() throws {
    let steps = try steps([
      "all.yaml": "name: all\nsteps: [extract.yaml, b.yaml]\n", "extract.yaml": Self.extract,
      "b.yaml": head + "answer: {number: }",
    ])
    #expect(throws: AgentRecordFailure.self) {
      try steps.samples(from: AgentRecord(["extract": "x", "text": ""]))
    }
  }

  @Test(arguments: [
    ("steps: []\nname: x", ["all.yaml:1:8: steps names no agent; write [first.yaml, second.yaml]"]),
    (
      "steps: [none.yaml]\nname: x",
      [
        "all.yaml:1:9: steps[0] names \"none.yaml\": the file cannot be read; check its name and that you may read it"
      ]
    ),
    ("steps: a.yaml\nname: x", ["all.yaml:1:8: steps is no list; write [one, two]"]),
    ("steps: [extract.yaml]", ["all.yaml:1:1: the key \"name\" is missing; add it"]),
    (
      "steps: [extract.yaml]\nname: x\nprompt: p",
      ["all.yaml:3:1: a file with steps has no key \"prompt\"; the keys are steps, name, description"]
    ),
    (
      "name: x\nsteps: [extract.yaml, extract.yaml]",
      [
        "all.yaml:2:23: two steps are called \"extract\"; rename one: later prompts have its answer under its name"
      ]
    ),
    (
      "name: x y\nsteps: [bad.yaml, {name: a}]",
      [
        "all.yaml:1:7: name has other characters, or is too long; use up to 64 letters, digits, _ and -, as in classify-ticket",
        "all.yaml:2:19: the key \"answer\" is missing; add it: every agent has name, prompt and answer",
        "all.yaml:2:19: the key \"prompt\" is missing; add it: every agent has name, prompt and answer",
        "bad.yaml:1:7: name is empty; write some text, or leave the key out",
      ]
    ),
  ])
  func `a mistake of a file with steps has its place`(file: String, expected: [String]) throws {
    let told = #expect(throws: Told.self) {
      try steps([
        "all.yaml": file, "extract.yaml": Self.extract, "bad.yaml": "name: ''\nprompt: p\nanswer: {number: }",
      ])
    }
    #expect(told?.lines.sorted() == expected)
  }
}
