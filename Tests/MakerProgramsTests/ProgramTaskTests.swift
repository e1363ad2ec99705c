import Foundation
import Maker
import MakerPrograms
import MakerTesting
import Testing

extension Processes {
  /// Runs of programs, and what a failing program does to a run.
  @Suite struct ProgramTaskTests {
    private let folder: ProgramFolder
    private let rules = VotingRules(k: 3, seed: 5)

    init() throws { folder = try ProgramFolder() }

    /// Knows that a number follows another, and errs.
    private var model: NoisyModel {
      NoisyModel(
        Noise(errorRate: 0.15, wrongAnswers: 3, malformedRate: 0.1), seed: 3,
        right: { "\((Int($0.content.dropFirst(6)) ?? 0) + 1)" },
        wrong: { "\(100 + (Int($0.content.dropFirst(6)) ?? 0) + $1)" })
    }

    private func run(
      _ task: ProgramTask, _ model: some LanguageModel, journal: any Journal
    ) -> Run<ProgramTask, ProgramDecider<some StepDecider>> {
      Run(task, decider: ProgramDecider(LocalDecider(model: model, rules: rules), of: task), journal: journal)
    }

    private func task(
      _ script: String, limits: ProgramLimits = ProgramLimits(restarts: 0)
    ) throws -> ProgramTask {
      try ProgramTask(folder.shell(script, limits: limits))
    }

    private func isRight(_ journal: InMemoryJournal) throws -> Bool {
      try journal.decisions.enumerated().allSatisfy { step, decision in
        try Int(record: decision.answer) == step + 1 && decision.step == step
          && ProgramState(record: decision.state).valueJSON == "\(step + 1)"
      }
    }

    @Test func `a run of a program decides every step, against errors and malformed replies`() async throws {
      let journal = InMemoryJournal()
      let ending = try await run(task(Counting.script()), model, journal: journal).finishProgram()
      #expect(ending.isDone && ending.summary.isDone)
      #expect(ending.state?.valueJSON == "20")
      #expect(ending.summary.tally.decided == 20)
      #expect(ending.summary.tally.contested > 3)
      #expect(ending.summary.tally.flags[.malformed, default: 0] > 0)
      #expect(try isRight(journal))
    }

    @Test func `a run does not notice a program that crashes now and then`() async throws {
      let undisturbed = InMemoryJournal()
      try await run(task(Counting.script()), model, journal: undisturbed).finish()
      let hook =
        "n=$(($(cat n 2> /dev/null || echo 0) + 1)); echo $n > n; if [ $((n % 7)) = 0 ]; then exit 1; fi"
      let journal = InMemoryJournal()
      let ending = try await run(
        task(Counting.script(hook: hook), limits: ProgramLimits()), model, journal: journal
      ).finishProgram()
      #expect(ending.isDone)
      #expect(folder.restarts.count > 10)
      #expect(journal.decisions.map(\.answer) == undisturbed.decisions.map(\.answer))
      #expect(journal.decisions.map(\.order) == undisturbed.decisions.map(\.order))
      #expect(journal.decisions.map(\.state) == undisturbed.decisions.map(\.state))
    }

    @Test(arguments: ["prompt", "read", "next"])
    func `a program that fails for good stops the run, and mended it goes on without paying twice`(
      ask: String
    ) async throws {
      let hook = "if ! [ -e mended ]; then " + Counting.at("\"ask\":\"\(ask)\",\"step\":7", "exit 1") + "; fi"
      let script = Counting.script(hook: hook)
      let journal = InMemoryJournal()
      let broken = try task(script)
      let calls = CountingModel(model)
      let error = await #expect(throws: RunError.self) {
        try await run(broken, calls, journal: journal).finishProgram()
      }
      #expect(broken.failure?.kind == .exited)
      #expect(error?.description == "Step 7 got no reply: \(broken.failure?.message ?? "")")
      #expect(error?.isCancellation == false)
      #expect(journal.decisions.count == 7)
      #expect(try isRight(journal))
      let open = journal.resumePoint?.openSamples ?? []
      // Before the prompt nothing is paid for; a reply that nobody could read is kept to be read.
      #expect(open.isEmpty == (ask == "prompt"))
      #expect(!open.contains { $0.flag?.kind.rawValue == "program_failed" })
      if ask == "read" { #expect(open.count <= rules.k, "nothing is sampled that nobody can read") }

      try folder.write("", to: "mended")
      let ending = try await run(task(script), calls, journal: journal).finishProgram()
      #expect(ending.isDone)
      #expect(journal.decisions.count == 20)
      #expect(try isRight(journal))
      #expect(ending.summary.tally.samples == calls.count, "every sample is paid for once")

      let undisturbed = InMemoryJournal()
      try await run(task(script), model, journal: undisturbed).finish()
      #expect(journal.decisions.map(\.order) == undisturbed.decisions.map(\.order))
      #expect(journal.decisions.map(\.samples.count) == undisturbed.decisions.map(\.samples.count))
    }

    @Test func `a program that fails before the first step stops before anything is sampled`() async throws {
      let broken = try task(Counting.script(hook: Counting.at(#""ask":"read""#, "exit 1")))
      let calls = CountingModel(model)
      let state = broken.initialState
      #expect(throws: Flagged.self) { try broken.answer(in: "1", at: state) }
      await #expect(throws: RunError.self) {
        try await run(broken, calls, journal: InMemoryJournal()).finish()
      }
      #expect(calls.count == 0)
    }

    @Test func `a program that says when it is done ends its run, once`() async throws {
      let script = Counting.script(steps: #""max_steps":1000"#)
      let journal = InMemoryJournal()
      let calls = CountingModel(model)
      for session in 0..<2 {
        let task = try task(script)
        let ending = try await run(task, calls, journal: journal).finishProgram()
        #expect(ending.isDone, "session \(session)")
        #expect(ending.summary.steps == 12 && ending.summary.isDone)
        #expect(ending.state?.valueJSON == "12" && ending.state?.isDone == true)
        #expect(task.failure == nil)
      }
      #expect(journal.decisions.count == 12)
      #expect(journal.resumePoint?.openSamples.isEmpty == true)
      #expect(journal.decisions.last?.tally.samples == calls.count)
    }

    @Test func `a program whose steps run out before it is done is not done`() async throws {
      let ending = try await run(
        task(Counting.script(steps: #""max_steps":5"#)), model, journal: InMemoryJournal()
      ).finishProgram()
      #expect(!ending.isDone)
      #expect(ending.state?.valueJSON == "5")
    }

    @Test func `an answer that was given while the program was down is built on later`() async throws {
      let hook = "if ! [ -e mended ]; then " + Counting.at(#""ask":"next""#, "exit 1") + "; fi"
      let script = Counting.script(hook: hook)
      let journal = InMemoryJournal()
      let broken = try task(script)
      let answer = try ProgramAnswer(json: "1")
      let first = run(broken, model, journal: journal)
      #expect(try await first.rule(answer, Ruling(by: "ada", reason: "it is", time: 1)) == 0)
      #expect(broken.failure?.kind == .exited)
      try folder.write("", to: "mended")
      let ending = try await run(task(script), model, journal: journal).finishProgram()
      #expect(ending.isDone && ending.state?.valueJSON == "20")
      #expect(journal.decisions.count == 20)
    }

    @Test func `a run refuses to go on with another program, and says what changed`() async throws {
      let journal = InMemoryJournal()
      try await run(task(Counting.script(), limits: ProgramLimits()), model, journal: journal).finish()
      for (steps, fact) in [
        (#""steps":21"#, "task.steps"), (#""max_steps":20"#, "task.steps"),
        (#""steps":20,"identity":{"input":"b"}"#, "task.own.input"),
      ] {
        let other = run(try task(Counting.script(steps: steps)), model, journal: journal)
        #expect(other.identity.changes(since: try #require(journal.identity)).contains { $0.name == fact })
      }
      let version = try task(Counting.script().replacing("version=1", with: "version=2"))
      #expect(version.identity["task.version"] == "2")
      #expect(version.identity["task.name"] == "count" && version.identity["task"] == "program")
    }

    @Test func `a step that will not decide is asked in the other words of the program`() async throws {
      let words =
        #"answer "\"prompt\":\"after $(field "$line" state)\",\"instructions\":\"Count.\","#
        + #"\"paraphrases\":[\"what follows $(field "$line" state)\"]"; continue"#
      let task = try task(Counting.script(steps: #""steps":3"#, hook: Counting.at(#""ask":"prompt""#, words)))
      let instructions = Instructions("Count.")
      #expect(task.prompt(for: task.initialState) == Prompt("after 0", instructions: instructions))
      #expect(
        task.paraphrases(for: task.initialState) == [Prompt("what follows 0", instructions: instructions)])
      // In its own words the model cannot agree with itself.
      let model = ScriptedModel { call in
        let number = Int(call.prompt.content.split(separator: " ").last ?? "") ?? 0
        return Response("\(call.prompt.content.hasPrefix("after") ? 100 + call.index : number + 1)")
      }
      let rules = VotingRules(
        k: 2, ladder: .standard(temperature: 0.7, paraphrases: 1, models: 1, samplesPerRung: 6))
      let run = Run(task, decider: ProgramDecider(LocalDecider(model: model, rules: rules), of: task))
      let ending = try await run.finishProgram()
      #expect(ending.state?.valueJSON == "3")
      #expect(model.calls.contains { $0.prompt.content == "what follows 2" })
    }

    @Test func `the truth of a program finds the wrong answers of a run`() throws {
      let task = try task(Counting.script())
      var truth = ProgramTruth(task)
      for answer in ["1", "2", "7", "8", "8"] { try truth.check(ProgramAnswer(json: answer)) }
      #expect(truth.checked == 5)
      #expect(truth.wrong == 2)
      #expect(truth.firstWrongStep == 2)
      #expect(truth.state.valueJSON == "8")
      #expect(try task.rightAnswer(at: truth.state)?.json == "9")
    }
  }
}

/// A model that counts what it is asked.
private final class CountingModel<Base: LanguageModel>: LanguageModel {
  private let base: Base
  private let calls = Counter()

  init(_ base: Base) { self.base = base }

  var count: Int { calls.count }
  var identity: [String: String] { base.identity }

  func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response {
    let response = try await base.respond(to: prompt, options: options)
    calls.add()
    return response
  }
}
