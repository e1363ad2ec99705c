import Foundation
import Testing

@Suite("Help tells what to type", .serialized)
struct HelpTests {
  static let commands = [
    [], ["run"], ["run", "hanoi"], ["run", "chain"], ["resume"], ["runs"], ["show"], ["verify"], ["export"],
    ["plan"],
    ["certify"], ["completion"], ["decide"], ["models"], ["serve-model"],
    ["calibrate"], ["calibrate", "hanoi"], ["calibrate", "map"], ["calibrate", "chain"], ["report"],
    ["check"], ["map"],
  ]

  @Test("every command opens with what it does and an example", arguments: commands)
  func example(command: [String]) async throws {
    let place = try Workplace()
    let outcome = try await place.maker(command + ["--help"])
    #expect(outcome.code == 0 && outcome.errors == "")
    let lines = outcome.outputLines
    let usage = try #require(lines.firstIndex { $0.hasPrefix("USAGE: ") })
    #expect(lines[0].hasPrefix("OVERVIEW: "))
    let opening = lines[..<usage].joined(separator: "\n")
    let call = (["maker"] + command).joined(separator: " ")
    #expect(opening.contains(command.isEmpty ? "maker run hanoi" : call), "\(opening)")
  }

  @Test("every option of a run names its default")
  func defaults() async throws {
    let place = try Workplace()
    for command in [
      ["run", "hanoi"], ["run", "chain"], ["resume"], ["certify"], ["serve-model"], ["calibrate", "hanoi"],
      ["calibrate", "chain"],
    ] {
      let outcome = try await place.maker(command + ["--help"])
      // An option, its sentence and its default may be on several lines.
      for entry in outcome.output.components(separatedBy: "\n  --").dropFirst() where entry.contains("<") {
        let isDefaulted = entry.contains("(default:") || entry.contains("default:")
        #expect(isDefaulted, "\(command) --\(entry.prefix(100))")
      }
    }
  }

  @Test("every exit code is documented")
  func exitCodes() async throws {
    let place = try Workplace()
    let help = try await place.maker("--help").output
    for code in ["0 done", "1 failed", "64 usage", "65 run file", "75 stopped", "130 interrupted"] {
      #expect(help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(code))
    }
  }

  @Test("the version is a version")
  func version() async throws {
    let place = try Workplace()
    let outcome = try await place.maker("--version")
    #expect(outcome.code == 0)
    #expect(outcome.output.split(separator: ".").count == 3)
  }

  @Test("there is a completion script for every shell", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) async throws {
    let place = try Workplace()
    let outcome = try await place.maker("completion", shell)
    #expect(outcome.code == 0 && outcome.errors == "")
    for word in ["hanoi", "resume", "--disks", "certify"] {
      #expect(outcome.output.contains(shell == "fish" ? word.replacing("--", with: "") : word))
    }
  }
}
