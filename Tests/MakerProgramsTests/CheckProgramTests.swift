import Foundation
import Maker
import MakerPrograms
import MakerTesting
import Testing

extension Processes {
  /// Programs that look at answers which others read.
  @Suite struct CheckProgramTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// Flags every answer with a 9 in it, and takes answers that differ in their last digit for one.
    private static func script(start: String = "", hook: String = "") -> String {
      """
      field() { rest=${1#*\\"$2\\":}; printf '%s' "${rest%%[!0-9]*}"; }
      answer() { printf '{"id":%s%s}\\n' "$id" "$1"; }
      while IFS= read -r line; do
        id=$(field "$line" id)
        \(hook)
        number=$(field "$line" answer)
        case $line in
          *'"ask":"start"'*) answer ',"maker":1,"name":"nines","version":"3"\(start)' ;;
          *'"ask":"check"'*)
            printf '%s\\n' "$line" >> checks
            case $number in *9*) answer ',"flag":"has_nine","reason":"a nine"' ;; *) answer '' ;; esac ;;
          *'"ask":"vote"'*) answer ",\\"vote\\":$((number / 10))" ;;
        esac
      done
      """
    }

    private func program(start: String = "", hook: String = "") throws -> CheckProgram {
      try folder.write(Self.script(start: start, hook: hook), to: "check.sh")
      return try CheckProgram(
        ProgramCommand(["sh", "check.sh"], in: folder.url.path), limits: ProgramLimits(restarts: 0))
    }

    @Test func `a check flags what it does not like and lets the rest vote`() throws {
      let program = try program(start: #","identity":{"table":"a"}"#)
      #expect(program.identity == ["name": "nines", "version": "3", "own.table": "a"])
      let record = try ProgramAnswer(json: #"{"subject":"x"}"#)
      try program.check(ProgramAnswer(json: "12"), in: "It is 12.", record: record)
      #expect(throws: Flagged(FlagKind(rawValue: "has_nine"), "a nine")) {
        try program.check(ProgramAnswer(json: "192"), in: "\"192\"", record: record)
      }
      let lines = try #require(folder.text("checks")).split(separator: "\n").map(String.init)
      #expect(
        lines == [
          #"{"id":2,"ask":"check","record":{"subject":"x"},"reply":"It is 12.","answer":12}"#,
          #"{"id":3,"ask":"check","record":{"subject":"x"},"reply":"\"192\"","answer":192}"#,
        ])
      #expect(program.failure == nil)
    }

    @Test func `answers with the same vote are one`() throws {
      let program = try program()
      #expect(
        try program.vote(for: ProgramAnswer(json: "41")) == program.vote(for: ProgramAnswer(json: "47")))
      #expect(
        try program.vote(for: ProgramAnswer(json: "41")) != program.vote(for: ProgramAnswer(json: "51")))
    }

    @Test func `a check that has steps is a task, and is refused as a check`() throws {
      let failure = try failureOf { try program(start: #","steps":3,"state":0"#) }
      #expect(failure?.kind == .garbage)
      #expect(failure?.message.contains(#""state" has no meaning in it"#) == true)
    }

    @Test func `a check that fails stops the step before more is sampled, and nothing is recorded of it`()
      async throws
    {
      let hook = "if ! [ -e mended ]; then " + Counting.at(#""ask":"check""#, "exit 1") + "; fi"
      let model = ScriptedModel { call in Response(call.index % 4 == 0 ? "9" : "5") }
      let failing = try program(hook: hook)
      let error = await #expect(throws: StepFailure.self) {
        try await ProgramGuard(LocalDecider(model: model)) { failing.failure }.decide(Self.step(failing))
      }
      #expect(failing.failure?.kind == .exited)
      #expect(error?.reason == .model(LanguageModelError(.unavailable, failing.failure?.message ?? "")))
      let samples = try #require(error?.samples)
      #expect(samples.count == model.calls.count && samples.count <= 3)
      #expect(samples.allSatisfy { $0.flag == nil })

      try folder.write("", to: "mended")
      let mended = try program(hook: hook)
      let decision = try await ProgramGuard(LocalDecider(model: model)) { mended.failure }
        .decide(Self.step(mended, prior: samples))
      #expect(decision.answer == 5)
      #expect(decision.samples.count == model.calls.count, "what was paid for is used")
      #expect(decision.samples.contains { $0.flag?.kind.rawValue == "has_nine" })
    }

    /// A step whose answers are numbers that the program checks.
    private static func step(_ program: CheckProgram, prior: [Sample] = []) -> Step<Int> {
      Step(index: 0, prompt: Prompt("Say a number."), prior: prior) { reply throws(Flagged) in
        guard let number = Int(reply), let answer = try? ProgramAnswer(json: reply),
          let nothing = try? ProgramAnswer(json: "null")
        else { throw Flagged(.malformed, "no number") }
        try program.check(answer, in: reply, record: nothing)
        return number
      }
    }
  }
}
