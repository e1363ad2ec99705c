import Foundation
import Testing

@Suite("Check explains chain files", .serialized)
struct CheckChainTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func write(_ text: String, to name: String) throws {
    try place.write(Data(text.utf8), to: name)
  }

  /// A chain that counts, in the shell: a state is a number, and the right answer the next one.
  private func writeChain(_ more: String = "", answering next: String = #"\"state\":$number"#) throws {
    try write(
      """
      field() { rest=${1#*\\"$2\\":}; printf '%s' "${rest%%[!0-9]*}"; }
      answer() { printf '{"id":%s,%s}\\n' "$id" "$1"; }
      while IFS= read -r line; do
        id=$(field "$line" id)
        case $line in
          *'"ask":"start"'*)
            answer '"maker":1,"name":"count","version":"3","state":0,"steps":20,"truth":true,"random":true' ;;
          *'"ask":"prompt"'*) answer "\\"prompt\\":\\"What comes after $(field "$line" state)?\\"" ;;
          *'"ask":"read"'*)
            reply=${line#*\\"reply\\":\\"}
            reply=${reply%\\"\\}}
            case $reply in
              '' | *[!0-9]*) answer '"flag":"no_number","reason":"it is none"' ;;
              *) answer "\\"answer\\":$reply" ;;
            esac ;;
          *'"ask":"next"'*) number=$(field "$line" answer); answer "\(next)" ;;
          *'"ask":"truth"'*) answer "\\"answer\\":$(($(field "$line" state) + 1))" ;;
          *'"ask":"random"'*) answer '"step":4,"state":4' ;;
        esac
      done
      """, to: "count.sh")
    try write("program: [sh, count.sh]\ntime_limit: 20s\nk: 3\n\(more)", to: "chain.yaml")
  }

  @Test("what the program offers is asked, tried and told")
  func offer() async throws {
    try writeChain("price: {input: 1, output: 2}\nmodel: openai/gpt-4.1-mini\n")
    let outcome = try await place.maker("check", "chain.yaml")
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.output) \(outcome.errors)")
    for line in [
      "chain       count 3 (chain.yaml)", "program     sh count.sh, 20 s for each answer", "steps       20",
      "truth       known; the right answer of step 0 is 1",
      "random      known, such as step 4: `maker calibrate` can draw steps",
      "model       openai/gpt-4.1-mini",
      "k           3", "price       $1.00 in, $2.00 out, per million tokens", "state       0",
      "  | What comes after 0?",
    ] {
      #expect(outcome.outputLines.contains(line), "\(line) in \(outcome.output)")
    }
    let object = try await place.maker("check", "chain.yaml", "--json").object
    #expect(object["kind"] as? String == "chain" && object["name"] as? String == "count")
    let chain = try #require(object["chain"] as? [String: Any])
    #expect(chain["right_answer"] as? Int == 1 && chain["steps"] as? Int == 20)
    #expect(chain["truth"] as? Bool == true && chain["random"] as? Bool == true)
  }

  @Test("replies to the first prompt are read by the program, and compared with the truth")
  func trial() async throws {
    try writeChain()
    let outcome = try await ScriptedEndpoint("1", "2", "one", "1").serve { model in
      try await place.maker(["check", "chain.yaml", "--try", "4"] + model)
    }
    #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
    for line in [
      "samples     4 of step 0 by custom/scripted", "  3         flagged no_number: it is none",
      "votes       2 for 1", "ahead       1, by 1 vote; a run with k = 1 or less decides for it",
      "right       1, with 2 of 3 votes",
    ] {
      #expect(outcome.outputLines.contains(line), "\(line) in \(outcome.output)")
    }
  }

  @Test("mistakes of the file have their place, those of the program their request")
  func mistakes() async throws {
    try write("program: hanoi.py 5\nk: 0\n", to: "chain.yaml")
    let wrong = try await place.maker("check", "chain.yaml")
    #expect(wrong.code == 65)
    #expect(
      wrong.outputLines.map { $0.prefix(16) } == ["chain.yaml:1:10:", "chain.yaml:2:4: "], "\(wrong.output)")
    #expect(wrong.errorLines == ["maker: There are 2 mistakes in chain.yaml."])
    try writeChain(answering: #"\"stat\":1"#)
    let broken = try await place.maker("check", "chain.yaml")
    #expect(broken.code == 65 && broken.output.hasPrefix("chain.yaml: The program \"sh count.sh\""))
    #expect(broken.errors.contains("It is started again."))
    try writeChain()
    let recorded = try await place.maker("check", "chain.yaml", "--record", "{}")
    expectRefusal(recorded, 64, saying: "leave out --record")
  }
}
