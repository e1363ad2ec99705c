import Foundation
import Testing

@Suite("Check explains agent files", .serialized)
struct CheckTests {
  static let ticket = """
    name: classify-ticket
    description: Routes tickets.
    instructions: You route support tickets.
    prompt: |
      Ticket: {{subject}}
      {{body}}
    model: openai/gpt-4.1-mini
    temperature: {first: 0, rest: 0.2}
    max_reply_tokens: 50
    answer:
      labels: [billing, technical, other]
    flags:
      forbidden: ['(?i)as an ai']
    price: {input: 0.40, output: 1.60}

    """

  private let place: Workplace

  init() throws { place = try Workplace() }

  private func write(_ text: String, to name: String = "agent.yaml") throws {
    try place.write(Data(text.utf8), to: name)
  }

  @Test("every mistake is told at once, with its line and column")
  func mistakes() async throws {
    try write(
      """
      name: two words
      promt: hello
      prompt: 'Ticket: {{subject'
      temperature: 0
      answer:
        labels: []
      """)
    let outcome = try await place.maker("check", "agent.yaml")
    #expect(outcome.code == 65)
    for beginning in [
      "agent.yaml:1:7: name has other characters",
      "agent.yaml:2:1: the file has no key \"promt\"; did you mean",
      "agent.yaml:3:", "agent.yaml:4:14: temperature is 0; repeated samples need more than 0",
      "agent.yaml:6:",
    ] {
      #expect(outcome.outputLines.contains { $0.hasPrefix(beginning) }, "\(beginning) in \(outcome.output)")
    }
    #expect(outcome.errorLines == ["maker: There are \(outcome.outputLines.count) mistakes in agent.yaml."])
  }

  @Test("mistakes are data for editors")
  func mistakesAsJSON() async throws {
    try write("name: a\nprompt: Hello\n")
    let outcome = try await place.maker("check", "agent.yaml", "--json")
    #expect(outcome.code == 65 && outcome.outputLines.count == 1)
    let object = try outcome.object
    #expect(Set(object.keys) == ["file", "kind", "status", "mistakes"])
    #expect(object["status"] as? String == "mistakes" && object["kind"] as? String == "agent")
    let mistake = try #require((object["mistakes"] as? [[String: Any]])?.first)
    #expect(mistake["file"] as? String == "agent.yaml")
    #expect(mistake["line"] as? Int == 1 && mistake["column"] as? Int == 1)
    #expect((mistake["message"] as? String)?.hasPrefix("the key \"answer\" is missing; ") == true)
  }

  @Test("a file without mistakes is summed up, with a prompt of a record that is made up")
  func summary() async throws {
    try write(Self.ticket)
    let outcome = try await place.maker("check", "agent.yaml")
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    for line in [
      "agent       classify-ticket (agent.yaml)", "            Routes tickets.",
      "model       openai/gpt-4.1-mini", "temperature 0, then 0.2", "reply       at most 50 tokens",
      "answer      one of 3 labels: billing, technical, other", "vote        all of the answer, exact",
      "red flags   overlong: more than 50 tokens", "            forbidden: a match of (?i)as an ai",
      "price       $0.40 in, $1.60 out, per million tokens", "  | You route support tickets.",
      "  | Ticket: <subject>", "  | <body>",
      #"record      made up: {"subject":"<subject>","body":"<body>"}"#,
    ] {
      #expect(outcome.outputLines.contains(line), "\(line) in \(outcome.output)")
    }
  }

  @Test("the prompt is shown for the record that is given, wherever it is from")
  func records() async throws {
    try write(Self.ticket)
    try write("subject,body\n\"Refund, please\",\"line 1\nline 2\"\nx,y\n", to: "in.csv")
    try write(
      "\n{\"subject\":\"Refund, please\",\"body\":\"line 1\\nline 2\",\"id\":7}\nnonsense\n", to: "in.jsonl")
    let json = #"{"subject":"Refund, please","body":"line 1\nline 2"}"#
    for arguments in [["--input", "in.csv"], ["--input", "in.jsonl"], ["--record", json]] {
      let outcome = try await place.maker(["check", "agent.yaml", "--json"] + arguments)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let agents = try #require(try outcome.object["agents"] as? [[String: Any]])
      #expect(agents[0]["prompt"] as? String == "Ticket: Refund, please\nline 1\nline 2\n")
    }
  }

  @Test("a field that the record does not have is told with its place")
  func unknownField() async throws {
    try write(Self.ticket)
    let outcome = try await place.maker("check", "agent.yaml", "--record", #"{"subjct":"x","body":"y"}"#)
    #expect(outcome.code == 65)
    #expect(outcome.outputLines.count == 1)
    #expect(outcome.output.hasPrefix("agent.yaml:5:"), "\(outcome.output)")
    #expect(outcome.output.contains("\"subject\"") && outcome.output.contains("did you mean \"subjct\"?"))
  }

  @Test("later agents are shown with an answer made up for those before, and misnamed ones are told")
  func sequence() async throws {
    try write(Self.ticket, to: "ticket.yaml")
    let steps = { (field: String) in
      """
      name: both
      steps:
        - ticket.yaml
        - name: urgency
          prompt: 'How urgent is {{subject}} for {{\(field)}}?'
          answer: {number: {min: 1, max: 5, decimals: 0}}
      """
    }
    try write(steps("classify-ticket"))
    let right = try await place.maker("check", "agent.yaml")
    #expect(right.code == 0, "\(right.output) \(right.errors)")
    #expect(right.outputLines.contains("  | How urgent is <subject> for billing?"))
    #expect(right.outputLines.contains("steps       both: classify-ticket, then urgency"))
    #expect(
      right.outputLines.contains("answer      a number, at least 1, at most 5, 0 decimals or fewer"))
    try write(steps("classify-ticket.label"))
    let wrong = try await place.maker("check", "agent.yaml")
    #expect(wrong.code == 65 && wrong.output.hasPrefix("agent.yaml:5:"), "\(wrong.output)")
  }

  @Test("a program that does not start is a mistake of its file")
  func programs() async throws {
    try write(Self.ticket.replacing("flags:\n", with: "flags:\n  check: [./no-such-program]\n"))
    let outcome = try await place.maker("check", "agent.yaml")
    #expect(outcome.code == 65)
    #expect(outcome.output.hasPrefix("agent.yaml: The program \"./no-such-program\" cannot be started"))
  }

  @Test("what cannot be checked is refused in one sentence")
  func refusals() async throws {
    try write(Self.ticket)
    try write("subject,body\n", to: "empty.csv")
    try write("subject,body\na,b,c\n", to: "long.csv")
    expectRefusal(try await place.maker("check", "none.yaml"), 64, saying: "none.yaml is not there")
    expectRefusal(try await place.maker("check", "."), 64, saying: "no plain file")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--record", "[1]"), 64, saying: "--record", "object")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--input", "none.csv"), 64, saying: "none.csv")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--input", "empty.csv"), 65, saying: "no record")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--input", "long.csv"), 65,
      saying: "No record of long.csv can be read: line 2: it has 3 fields")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--input", "empty.csv", "--record", "{}"), 64,
      saying: "one of them")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--try", "3"), 64, saying: "subject, body", "--record")
    expectRefusal(try await place.maker("check", "agent.yaml", "--try", "0"), 64, saying: "1 to 1000")
  }
}
