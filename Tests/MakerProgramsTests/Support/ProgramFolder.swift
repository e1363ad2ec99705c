import Foundation
import MakerPrograms
import Synchronization

/// A folder of one test with programs in it, removed with it.
final class ProgramFolder: Sendable {
  let url: URL
  private let heard = Mutex<[ProgramEvent]>([])

  init() throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("maker-programs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// What programs said and how often they were started again, in order.
  var events: [ProgramEvent] { heard.withLock { $0 } }

  var messages: [String] { events.compactMap { if case .message(let text) = $0 { text } else { nil } } }

  var restarts: [ProgramFailure] {
    events.compactMap { if case .restart(let failure) = $0 { failure } else { nil } }
  }

  func text(_ name: String) -> String? {
    try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
  }

  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  /// Starts a script of the shell.
  func shell(
    _ script: String, _ arguments: String..., environment: [String: String] = ["PATH": "/usr/bin:/bin"],
    limits: ProgramLimits = ProgramLimits(restarts: 0)
  ) throws -> Program {
    try write(script, to: "program.sh")
    return try start(["sh", "program.sh"] + arguments, environment: environment, limits: limits)
  }

  /// Starts a program.
  func start(
    _ words: [String], environment: [String: String] = ["PATH": "/usr/bin:/bin"],
    limits: ProgramLimits = ProgramLimits(restarts: 0)
  ) throws -> Program {
    try Program(
      ProgramCommand(words, in: url.path, environment: environment), limits: limits,
      event: { [self] event in heard.withLock { $0.append(event) } })
  }
}

/// The failure that `body` throws; nil when it throws none.
func failureOf<Value>(_ body: () throws -> Value) throws -> ProgramFailure? {
  do {
    _ = try body()
    return nil
  } catch let failure as ProgramFailure {
    return failure
  }
}

/// A chain that counts: a state is a number, and the right answer the next one.
enum Counting {
  /// The script.
  ///
  /// - Parameters:
  ///   - steps: What it says of its length, as members of the reply to `start`.
  ///   - hook: Shell code that is run for each request, which is in `$line`.
  ///   - end: Shell code that is run when the input has ended.
  /// - Returns: The script.
  static func script(steps: String = #""steps":20"#, hook: String = "", end: String = "") -> String {
    """
    field() { rest=${1#*\\"$2\\":}; printf '%s' "${rest%%[!0-9]*}"; }
    answer() { printf '{"id":%s,%s}\\n' "$id" "$1"; }
    version=1
    while IFS= read -r line; do
      id=$(field "$line" id)
      \(hook)
      case $line in
        *'"ask":"start"'*) answer '"maker":1,"name":"count","version":"'$version'","state":0,"truth":true,\(steps)' ;;
        *'"ask":"prompt"'*) answer "\\"prompt\\":\\"after $(field "$line" state)\\"" ;;
        *'"ask":"read"'*)
          reply=${line#*\\"reply\\":\\"}
          reply=${reply%\\"\\}}
          case $reply in
            '' | *[!0-9]*) answer '"flag":"malformed","reason":"no number"' ;;
            *) answer "\\"answer\\":$reply" ;;
          esac ;;
        *'"ask":"next"'*)
          number=$(field "$line" answer)
          if [ -n '\(steps.contains("max_steps") ? "open" : "")' ]; then
            if [ "$number" -ge 12 ]; then done=true; else done=false; fi
            answer "\\"state\\":$number,\\"done\\":$done"
          else
            answer "\\"state\\":$number"
          fi ;;
        *'"ask":"truth"'*) answer "\\"answer\\":$(($(field "$line" state) + 1))" ;;
      esac
    done
    \(end)
    """
  }

  /// A hook for requests that hold a text.
  static func at(_ text: String, _ commands: String) -> String {
    "case $line in *'\(text)'*) \(commands) ;; esac"
  }

  /// The same, the first time only.
  static func once(_ text: String, _ commands: String) -> String {
    at(text, "if ! [ -e happened ]; then : > happened; \(commands); fi")
  }
}
