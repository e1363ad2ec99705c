import Foundation
import Testing

@Suite("Check looks at every record of a file", .serialized)
struct CheckInputTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try write(
      """
      name: team
      prompt: 'Ticket {{id}}: {{subject}}'
      answer: {labels: [billing, technical, Other, other]}
      """, to: "agent.yaml")
  }

  private func write(_ text: String, to name: String) throws { try place.write(Data(text.utf8), to: name) }

  @Test("and says what is wrong with which, and what of the agent is most likely not meant")
  func survey() async throws {
    try write(
      "id,subject,truth\n1\n2,Refund,billing\n2,Refund,biling\n4,,\n5,Crash,technical\n", to: "in.csv")
    let words = ["check", "agent.yaml", "--input", "in.csv", "--label-column", "truth"]
    let outcome = try await place.maker(words)
    #expect(outcome.code == 0, "\(outcome.errors)")
    for line in [
      "  | Ticket 2: Refund",
      "unreadable  1 record, which will be rejected",
      "            line 2 (record 1): it has 1 field, and the header row has 3",
      "field       subject: empty in 1 record",
      "labels      truth: 2 right answers, 1 record without one, 1 that are no answer of the agent",
      "            line 4 (record 3): biling",
    ] {
      #expect(outcome.outputLines.contains(line), "\(line) in \(outcome.output)")
    }
    for part in [
      "input       5 records of ",
      "1 record has the very prompt of an earlier one, first record 3 that of record 2",
      "warning     The labels Other and other of team differ in case only",
    ] {
      #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
    }
    let object = try await place.maker(words + ["--json"]).object
    let input = try #require(object["input"] as? [String: Any])
    #expect(input["records"] as? Int == 5 && input["looked_at"] as? Int == 5)
    #expect(input["unreadable"] as? Int == 1 && input["repeated_prompts"] as? Int == 1)
    let labels = try #require((input["labels"] as? [[String: Any]])?.first)
    #expect(labels["not_answers"] as? Int == 1 && labels["answers"] as? Int == 2)
    #expect((object["warnings"] as? [String])?.count == 1)
  }

  @Test("a prompt without a field is warned of, and labels need records")
  func warnings() async throws {
    try write("name: a\nprompt: Is it?\nanswer: {labels: [yes, no]}\n", to: "plain.yaml")
    let outcome = try await place.maker("check", "plain.yaml")
    #expect(
      outcome.output.contains("warning     The prompt of a names no field, so every record is asked the same")
    )
    #expect(!outcome.output.contains("differ in case"))
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--label-column", "truth"), 64, saying: "with --input FILE"
    )
  }

  @Test("a first record that lacks a field is one of those that will be rejected, no mistake of the file")
  func firstLacksAField() async throws {
    try write("{\"id\":1}\n{\"id\":2,\"subject\":\"Refund\"}\n", to: "in.jsonl")
    let outcome = try await place.maker("check", "agent.yaml", "--input", "in.jsonl")
    #expect(outcome.code == 0, "\(outcome.output)")
    for part in [
      "  | Ticket 2: Refund", "unaskable   1 record, which will be rejected",
      "record 2 of in.jsonl, the first that can be asked about",
    ] { #expect(outcome.output.contains(part), "\(part) in \(outcome.output)") }
    try write("{\"id\":1}\n{\"id\":2,\"subjct\":\"Refund\"}\n", to: "in.jsonl")
    let none = try await place.maker("check", "agent.yaml", "--input", "in.jsonl")
    #expect(none.code == 65 && none.output.hasPrefix("agent.yaml:2:"), "\(none.output)")
  }

  @Test("the form of a file is told where its name does not")
  func form() async throws {
    try write("id\tsubject\n1\tRefund, please\n", to: "in.txt")
    let outcome = try await place.maker("check", "agent.yaml", "--input", "in.txt", "--input-format", "tsv")
    #expect(outcome.code == 0 && outcome.output.contains("  | Ticket 1: Refund, please"), "\(outcome.output)")
    expectRefusal(
      try await place.maker("check", "agent.yaml", "--input-format", "tsv"), 64, saying: "with --input FILE")
  }

  @Test("a look that is interrupted says how far it came, and ends as interrupted")
  func interrupted() async throws {
    // The program stands in for a person: it interrupts whoever starts it, before any record is looked at.
    try write(
      #"""
      while IFS= read -r line; do
        kill -INT "$PPID"
        sleep 0.2
        printf '{"id":1,"maker":1,"name":"stop","version":"1"}\n'
      done
      """#, to: "stop.sh")
    try write(
      "name: a\nprompt: '{{id}}'\nanswer: {labels: [yes, no]}\nflags:\n  check: [sh, stop.sh]\n",
      to: "stop.yaml")
    try write("id\n" + (0..<5_000).map { "\($0)\n" }.joined(), to: "in.csv")
    let outcome = try await place.maker("check", "stop.yaml", "--input", "in.csv", "--json")
    #expect(outcome.code == 130, "\(outcome.errors)")
    let object = try outcome.object
    #expect(object["status"] as? String == "stopped")
    let input = try #require(object["input"] as? [String: Any])
    let lookedAt = try #require(input["looked_at"] as? Int)
    #expect(lookedAt < 5_000 && input["records"] as? Int == 5_000)
  }
}
