import Foundation
import Maker
import Testing

@Suite("Check tries agents on a model", .serialized)
struct CheckTrialTests {
  private let place: Workplace
  private let record = ["--record", #"{"subject":"Refund","body":"Twice."}"#]

  init() throws {
    place = try Workplace()
    try write(CheckTests.ticket)
  }

  private func write(_ text: String, to name: String = "agent.yaml") throws {
    try place.write(Data(text.utf8), to: name)
  }

  /// Runs a check against an endpoint.
  private func check(_ endpoint: ScriptedEndpoint, _ arguments: [String]) async throws -> Outcome {
    try await endpoint.serve { model in try await place.maker(["check", "agent.yaml"] + arguments + model) }
  }

  private func trial(_ outcome: Outcome, agent: Int = 0) throws -> [String: Any] {
    let agents = try #require(try outcome.object["agents"] as? [[String: Any]])
    return try #require(agents[agent]["trial"] as? [String: Any])
  }

  @Test("each reply is flagged or counted, and the answer that is ahead is named")
  func counting() async throws {
    let endpoint = ScriptedEndpoint(
      "billing", "technical", " billing\n", "I think billing", "As an AI", "billing")
    let outcome = try await check(endpoint, record + ["--try", "6"])
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    for line in [
      "samples     6 of classify-ticket by custom/scripted", "  1         counted as \"billing\"",
      "            reply: I think billing", "votes       3 for \"billing\"",
      "            1 for \"technical\"",
      "ahead       \"billing\", by 2 votes; a run with k = 2 or less decides for it",
      "flagged     2 of 6: 1 forbidden, 1 malformed", "tokens      600 in, 60 out",
    ] {
      #expect(outcome.outputLines.contains(line), "\(line) in \(outcome.output)")
    }
    #expect(endpoint.prompts.count == 6)
    #expect(endpoint.prompts[0].content == "Ticket: Refund\nTwice.\n")
    #expect(endpoint.prompts[0].instructions?.content == "You route support tickets.")
  }

  @Test("with the same keys as a machine reads them")
  func keys() async throws {
    let outcome = try await check(
      ScriptedEndpoint("billing", "nothing"), record + ["--try", "2", "--json"])
    #expect(outcome.code == 0)
    let trial = try trial(outcome)
    #expect(trial["samples"] as? Int == 2 && trial["votes"] as? Int == 1 && trial["lead"] as? Int == 1)
    #expect(trial["leading_answer"] as? String == "billing")
    #expect(trial["flags"] as? [String: Int] == ["malformed": 1])
    // The price is that of the file's model, and another one was asked.
    #expect(trial["cost_usd"] is NSNull)
    let replies = try #require(trial["replies"] as? [[String: Any]])
    #expect(replies[0]["counted_as"] as? String == "billing" && replies[0]["flag"] == nil)
    #expect(replies[0]["temperature"] as? Double == 0 && replies[1]["temperature"] as? Double == 0.2)
    #expect(replies[1]["flag"] as? String == "malformed" && replies[1]["reply"] as? String == "nothing")
  }

  @Test("the price of the file holds for its model, and caps are kept")
  func caps() async throws {
    try write(CheckTests.ticket.replacing("openai/gpt-4.1-mini", with: "custom/scripted"))
    let priced = try await check(ScriptedEndpoint("billing"), record + ["--try", "5", "--json"])
    #expect(priced.code == 0, "\(priced.errors)")
    let cost = try #require(try trial(priced)["cost_usd"] as? Double)
    #expect(abs(cost - 5 * (100 * 0.4 + 10 * 1.6) / 1e6) < 1e-12)
    let capped = try await check(
      ScriptedEndpoint("billing"), record + ["--try", "100", "--json", "--max-tokens", "300"])
    #expect(capped.code == 75 && capped.errors.contains("cap of 300 tokens"), "\(capped.errors)")
    #expect(try capped.object["status"] as? String == "stopped")
    let samples = try #require(try trial(capped)["samples"] as? Int)
    #expect(3...6 ~= samples)
  }

  @Test("a tie is told as one, and a model that fails is named")
  func ends() async throws {
    let tie = try await check(ScriptedEndpoint("billing", "other"), record + ["--try", "2"])
    #expect(tie.code == 0 && tie.output.contains("no answer: the best have as many votes"), "\(tie.output)")
    let nobody = ["--model", "custom/x", "--base-url", "http://127.0.0.1:9/v1", "--retries", "0"]
    let outcome = try await place.maker(["check", "agent.yaml", "--try", "2"] + record + nobody)
    #expect(outcome.code == 75 && outcome.errors.contains("127.0.0.1:9"), "\(outcome.errors)")
    // Without a key nothing is sent anywhere.
    let keyless = try await place.shell(
      "unset OPENAI_API_KEY; exec \"$MAKER\" check agent.yaml --try 1 --record '{\"subject\":1,\"body\":2}'")
    expectRefusal(keyless, 64, saying: "OPENAI_API_KEY")
  }

  @Test("the answer of one agent that is ahead goes to the next")
  func sequence() async throws {
    try write(CheckTests.ticket, to: "ticket.yaml")
    try write(
      """
      name: both
      steps:
        - ticket.yaml
        - name: urgency
          prompt: 'How urgent is it for {{classify-ticket}}?'
          answer: {number: {min: 1, max: 5}}
      """)
    let endpoint = ScriptedEndpoint("technical", "technical", "4", "4.0")
    let outcome = try await check(endpoint, record + ["--try", "2", "--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(endpoint.prompts.last?.content == "How urgent is it for technical?")
    #expect(try trial(outcome, agent: 1)["leading_answer"] as? Int == 4)
    #expect(try trial(outcome, agent: 1)["lead"] as? Int == 2)
    let tied = try await check(ScriptedEndpoint("technical", "other"), record + ["--try", "2"])
    #expect(tied.code == 0 && tied.output.contains("not asked   urgency"), "\(tied.output)")
  }

  @Test("the check program of the file flags what it does not like, and another compares")
  func programs() async throws {
    try write(
      """
      field() { rest=${1#*\\"$2\\":}; printf '%s' "${rest%%[!0-9]*}"; }
      while IFS= read -r line; do
        id=$(field "$line" id)
        case $line in
          *'"ask":"start"'*) more=',"maker":1,"name":"routes","version":"2"' ;;
          *'"ask":"check"'*'"answer":"technical"'*) more=',"flag":"closed_today","reason":"nobody is there"' ;;
          *'"ask":"check"'*) more='' ;;
          *'"ask":"vote"'*) more=',"vote":"any"' ;;
        esac
        printf '{"id":%s%s}\\n' "$id" "$more"
      done
      """, to: "check.sh")
    try write(
      CheckTests.ticket.replacing("flags:\n", with: "flags:\n  check: [sh, check.sh]\n")
        + "vote: {program: [sh, check.sh]}\n")
    let outcome = try await check(
      ScriptedEndpoint("billing", "technical", "other"), record + ["--try", "3"])
    #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.contains("check by sh check.sh: routes 2"))
    #expect(outcome.output.contains("flagged closed_today: nobody is there"))
    #expect(outcome.output.contains("votes       2 for \"any\""))
  }
}
