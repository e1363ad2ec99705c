import Foundation
import Maker
import MakerPrograms
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Processes {
  /// Programs that are started again.
  @Suite struct RestartTests {
    private let folder: ProgramFolder
    private let prompt = #""ask":"prompt""#

    init() throws { folder = try ProgramFolder() }

    @Test(arguments: ["exit 1", "kill -9 $$", "echo garbage; continue", "exec 1>&-; exit 0"])
    func `a program that fails is started again and asked the same`(commands: String) throws {
      let program = try folder.shell(
        Counting.script(hook: Counting.once(prompt, commands)), limits: ProgramLimits())
      let process = program.processIdentifier
      #expect(try program.question(at: program.offer.initialState).prompt == Prompt("after 0"))
      #expect(program.processIdentifier != process)
      #expect(folder.restarts.count == 1)
      #expect(try program.truth(at: program.offer.initialState).json == "1")
      #expect(folder.restarts.count == 1)
    }

    @Test func `a program that is killed between two requests is started again`() throws {
      let program = try folder.shell(Counting.script(), limits: ProgramLimits())
      kill(try #require(program.processIdentifier), SIGKILL)
      #expect(try program.question(at: program.offer.initialState).prompt == Prompt("after 0"))
      #expect(folder.restarts.map(\.kind) == [.killed])
    }

    @Test func `a program that always fails is started again three times and then given up`() throws {
      let program = try folder.shell(
        Counting.script(hook: Counting.at(prompt, "echo try >> tries; exit 1")), limits: ProgramLimits())
      let failure = try failureOf { try program.question(at: program.offer.initialState) }
      #expect(failure?.kind == .exited)
      #expect(failure?.message.hasSuffix("It was started again 3 times, in vain.") == true)
      #expect(folder.text("tries") == "try\ntry\ntry\ntry\n")
      #expect(folder.restarts.count == 3)
      // What it can answer it still answers.
      #expect(try program.truth(at: program.offer.initialState).json == "1")
    }

    @Test func `every request has its own three restarts`() throws {
      // Every third request, the start included, ends it.
      let hook =
        "n=$(($(cat n 2> /dev/null || echo 0) + 1)); echo $n > n; if [ $((n % 3)) = 0 ]; then exit 1; fi"
      let program = try folder.shell(Counting.script(hook: hook), limits: ProgramLimits())
      for _ in 0..<10 { _ = try program.question(at: program.offer.initialState) }
      #expect(folder.restarts.count > 3)
    }

    @Test func `a program that declines is not asked again`() throws {
      let hook = Counting.at(prompt, #"echo try >> tries; answer '"error":"no space left"'; continue"#)
      let program = try folder.shell(Counting.script(hook: hook), limits: ProgramLimits())
      let failure = try failureOf { try program.question(at: program.offer.initialState) }
      #expect(failure?.kind == .declined)
      #expect(
        failure?.message.hasSuffix("it says when it was asked for the prompt of step 0: no space left")
          == true)
      #expect(folder.text("tries") == "try\n")
      #expect(folder.restarts.isEmpty)
    }

    @Test func `a program that is another task after its restart is refused`() throws {
      let hook = "if [ -e happened ]; then version=2; fi; " + Counting.once(prompt, "exit 1")
      let program = try folder.shell(Counting.script(hook: hook), limits: ProgramLimits())
      let failure = try failureOf { try program.question(at: program.offer.initialState) }
      #expect(failure?.kind == .changed)
      #expect(failure?.message.contains("(count 1 before, count 2 now, or other sizes)") == true)
    }

    @Test func `a program that fails at its start is started again`() throws {
      let hook = Counting.once(#""ask":"start""#, "exit 1")
      let program = try folder.shell(Counting.script(hook: hook), limits: ProgramLimits())
      #expect(program.offer.name == "count")
      #expect(folder.restarts.count == 1)
    }

    @Test func `requests from many tasks are answered one after another, each with its own answer`()
      async throws
    {
      let program = try folder.shell(Counting.script())
      let first = program.offer.initialState
      let answers = await withTaskGroup(of: (Int, String?).self) { group in
        for number in 0..<50 {
          group.addTask { (number, try? program.reading(of: "\(number)", at: first).get().json) }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "\($0)") }))
    }
  }
}
