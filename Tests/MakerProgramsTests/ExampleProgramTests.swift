import Foundation
import Maker
import MakerPrograms
import MakerTesting
import Testing

extension Processes {
  /// The programs of Examples/Programs, as the files beside them start them.
  @Suite struct ExampleProgramTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples/Programs")

    private func task(_ name: String) throws -> (ChainFile, ProgramTask) {
      let path = Self.folder.appendingPathComponent(name).path
      let file = try ChainFile(text: String(contentsOfFile: path, encoding: .utf8), path: path)
      do throws(ProgramFailure) {
        return (file, try ProgramTask(Program(file.command(), limits: file.limits)))
      } catch {
        if error.kind == .notStarted {
          Issue.record(
            "\(name) needs \(file.program[0]), which is not there; apt-get install python3 brings it.")
        }
        throw error
      }
    }

    /// The right reply to every prompt of a task, as its program knows it.
    private func rightReplies(
      _ task: ProgramTask, reply: (ProgramAnswer) throws -> String
    ) throws -> (replies: [Prompt: String], end: ProgramState) {
      var replies: [Prompt: String] = [:]
      var state = task.initialState
      while state.step < task.stepCount, !state.isDone {
        let right = try #require(try task.rightAnswer(at: state))
        replies[task.prompt(for: state)] = try reply(right)
        state = try task.next(after: right, at: state)
      }
      return (replies, state)
    }

    private func decide(
      _ name: String, wrong: @escaping @Sendable (Int) -> String, reply: (ProgramAnswer) throws -> String
    ) async throws -> (ending: ProgramEnding, journal: InMemoryJournal, end: ProgramState) {
      let (file, task) = try task(name)
      let (replies, end) = try rightReplies(task, reply: reply)
      let model = NoisyModel(
        Noise(errorRate: 0.1, wrongAnswers: 3, malformedRate: 0.1), seed: 1, right: { replies[$0] ?? "" },
        wrong: { wrong($1) })
      let rules = VotingRules(
        k: file.k ?? 3, temperatures: file.temperatures ?? .paper,
        maximumResponseTokens: file.maximumReplyTokens)
      let journal = InMemoryJournal()
      let run = Run(
        task, decider: ProgramDecider(LocalDecider(model: model, rules: rules), of: task), journal: journal)
      let ending = try await run.finishProgram()
      var truth = ProgramTruth(task)
      for decision in journal.decisions { try truth.check(ProgramAnswer(record: decision.answer)) }
      #expect(truth.wrong == 0 && truth.checked == ending.summary.tally.decided)
      return (ending, journal, end)
    }

    @Test func `the Python example plays its game to the end without an error`() async throws {
      let (ending, journal, end) = try await decide("hanoi.yaml", wrong: { "move \(5 - $0) 0 2" }) { answer in
        let move = try JSONDecoder().decode([Int].self, from: Data(answer.record))
        return "move \(move[0]) \(move[1]) \(move[2])"
      }
      #expect(ending.isDone && ending.summary.tally.decided == 31)
      #expect(ending.state == end)
      #expect(ending.state?.valueJSON == #"{"last":1,"pegs":[[],[5,4,3,2,1],[]]}"#)
      #expect(ending.summary.tally.flags.keys.contains(FlagKind(rawValue: "illegal_move")))
      #expect(journal.decisions.count == 31)
    }

    @Test func `the Python example has random steps with the right answers`() throws {
      let (_, task) = try task("hanoi.yaml")
      let cases = try task.calibrationCases(20, seed: 4)
      #expect(cases.count > 10 && cases.count <= 20)
      #expect(cases.allSatisfy { $0.right != nil })
      #expect(try task.calibrationCases(20, seed: 4).map(\.prompt) == cases.map(\.prompt))
      #expect(try task.calibrationCases(20, seed: 5).map(\.prompt) != cases.map(\.prompt))
      for question in cases {
        let right = try #require(question.right)
        let move = try JSONDecoder().decode([Int].self, from: Data(right.record))
        #expect(try question.answer("move \(move[0]) \(move[1]) \(move[2])") == right)
        #expect(throws: Flagged.self) { try question.answer("I am not sure.") }
      }
      #expect(task.failure == nil)
    }

    @Test func `the shell example runs until its number is 1`() async throws {
      let (ending, journal, end) = try await decide("collatz.yaml", wrong: { "\($0 + 2)" }) { $0.json }
      #expect(ending.isDone && ending.summary.tally.decided == 111)
      #expect(ending.state == end && ending.state?.valueJSON == "1")
      #expect(ending.summary.tally.flags[.malformed, default: 0] > 0)
      #expect(journal.decisions.count == 111)
    }

    @Test(arguments: [
      "22", "\"22\"", " 22", "2 2", "", "0", "022", "-1", "22\"}", "\\", "${HOME}", "$(id)", "9999999999999",
    ])
    func `the shell example reads a number and nothing else`(reply: String) throws {
      let (_, task) = try task("collatz.yaml")
      let answer = try? task.answer(in: reply, at: task.initialState)
      #expect(answer?.json == (reply == "22" ? "22" : nil))
      #expect(task.failure == nil)
    }
  }
}
