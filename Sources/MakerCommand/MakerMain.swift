import ArgumentParser
import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The command-line tool.
@main
struct MakerMain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maker",
    abstract: "Executes LLM tasks of a million dependent steps with zero errors.",
    discussion: """
      Every step is decided by votes of independent samples: the first answer ahead of every other by k wins, \
      and replies that look confused are discarded. Decisions are recorded as they are made, so a run survives \
      any crash.

        maker run hanoi                 # 20 disks, 1,048,575 steps, with the embedded model
        maker runs                      # what has been run here
        maker verify latest             # recompute every decision and check it against the truth
        maker run hanoi --disks 10 --model openai/gpt-4.1-mini --max-cost 5
        maker calibrate hanoi           # how often a model is right, before money is spent
        maker plan --p 0.9978 --steps 1048575 --target 0.95

      Results go to standard output, progress and messages to standard error. Exit codes: 0 done, 1 failed, \
      64 usage, 65 run file corrupt or mismatched, 75 stopped but resumable, 130 interrupted, run file flushed.
      """,
    version: MakerVersion.current,
    subcommands: [
      RunCommand.self, MapCommand.self, SolveCommand.self, BenchCommand.self, ResumeCommand.self,
      RunsCommand.self,
      ShowCommand.self,
      DecideCommand.self,
      VerifyCommand.self, CheckCommand.self, ReportCommand.self, ExportCommand.self, CalibrateCommand.self,
      PlanCommand.self,
      ModelsCommand.self, ServeModelCommand.self, CertifyCommand.self, CompletionCommand.self,
    ])

  static func main() async {
    StandardDescriptors.secure()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      leave(with: 0)
    } catch let failure as CommandFailure {
      failure.report()
      leave(with: failure.code.rawValue)
    } catch {
      refuse(error)
    }
  }

  /// Ends the process with what the parser of the arguments says: help that was asked for, or what was wrong.
  private static func refuse(_ error: any Error) -> Never {
    guard !exitCode(for: error).isSuccess else { exit(withError: error) }
    var sentence = message(for: error)
    if let last = sentence.last, !".?!".contains(last) { sentence += "." }
    // Which help belongs to the command is known to the parser alone.
    let hint = fullMessage(for: error).split(separator: "\n").last { $0.hasPrefix("  See '") }
    let command = hint?.split(separator: "'").dropFirst().first.map { " See `\($0)`." } ?? ""
    StandardError.line("maker: \(sentence)\(command)")
    leave(with: exitCode(for: error).rawValue)
  }
}

/// Ends the process. A name of its own, since commands have an `exit` that means something else.
private func leave(with code: Int32) -> Never { exit(code) }
