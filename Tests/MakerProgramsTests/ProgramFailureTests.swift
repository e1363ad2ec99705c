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
  /// Programs that fail in every way in which a process can.
  @Suite struct ProgramFailureTests {
    private let folder: ProgramFolder
    private let prompt = #""ask":"prompt""#

    init() throws { folder = try ProgramFolder() }

    /// The failure of asking a program for its first prompt.
    private func failure(
      hook: String, limits: ProgramLimits = ProgramLimits(restarts: 0)
    ) throws -> ProgramFailure? {
      let program = try folder.shell(Counting.script(hook: hook), limits: limits)
      return try failureOf { try program.question(at: program.offer.initialState) }
    }

    @Test func `a program that exits is told with its code, its last words and what it was asked`() throws {
      let failure = try failure(hook: Counting.at(prompt, "echo first >&2; echo 'no such table' >&2; exit 3"))
      #expect(failure?.kind == .exited)
      #expect(
        failure?.message
          == "The program \"sh program.sh\" exited with code 3 when it was asked for the prompt of step 0; it last said: "
          + "no such table. Mend it.")
      #expect(folder.messages == ["first", "no such table"])
    }

    @Test func `a program that is killed is told with its signal`() throws {
      let failure = try failure(hook: Counting.at(prompt, "kill -9 $$"))
      #expect(failure?.kind == .killed)
      #expect(failure?.message.contains("was ended by signal 9 when it was asked") == true)
    }

    @Test func `a program that hangs is ended with all that it started`() throws {
      let hook = Counting.at(prompt, "echo $$ > ids; sleep 600 & echo $! >> ids; wait")
      let failure = try failure(
        hook: hook,
        limits: ProgramLimits(timePerRequest: .seconds(2), timeToEnd: .milliseconds(200), restarts: 0))
      #expect(failure?.kind == .timedOut)
      #expect(failure?.message.contains("did not answer within 2.0 s when it was asked") == true)
      let ids = try #require(folder.text("ids")).split(separator: "\n").compactMap { Int32($0) }
      #expect(ids.count == 2)
      for id in ids { #expect(Self.isGone(id)) }
    }

    @Test func `a program that will not be ended is killed`() throws {
      let hook =
        "trap '' TERM; "
        + Counting.at(prompt, "echo $$ > ids; sleep 600 & echo $! >> ids; while :; do sleep 0.1; done")
      let failure = try failure(
        hook: hook,
        limits: ProgramLimits(timePerRequest: .seconds(2), timeToEnd: .milliseconds(200), restarts: 0))
      #expect(failure?.kind == .timedOut)
      let ids = try #require(folder.text("ids")).split(separator: "\n").compactMap { Int32($0) }
      #expect(ids.count == 2)
      for id in ids { #expect(Self.isGone(id)) }
    }

    @Test func `a program that is gone while what it started holds its output is told as gone`() throws {
      let failure = try failure(hook: Counting.at(prompt, "sleep 600 & echo $! > ids; exit 4"))
      #expect(failure?.kind == .exited)
      #expect(failure?.message.contains("exited with code 4") == true)
      let id = try #require(folder.text("ids").flatMap { Int32($0.dropLast()) })
      #expect(Self.isGone(id), "what it left behind is ended too")
    }

    @Test(arguments: [
      (#"echo 'Traceback (most recent call last):'"#, #""Traceback (most recent call last):" is not JSON"#),
      (#"echo"#, "is not JSON, it ends too early at byte 1"),
      (#"echo '[1]'"#, #""[1]" is no object {...}"#),
      (#"echo '{}'"#, #""id" is missing; repeat the request's"#),
      (#"echo '{"id":1,"prompt":"x"}'"#, #""id" is not that of the request, 2"#),
      (#"echo '{"id":"2","prompt":"x"}'"#, #""id" is not that of the request, 2"#),
      (
        #"answer '"answer":1'"#,
        #""answer" has no meaning in it; known are prompt, instructions, paraphrases"#
      ),
      (#"answer '"instructions":"x"'"#, #""prompt" is missing"#),
      (#"answer '"prompt":7'"#, #""prompt" is no text"#),
      (#"answer '"prompt":""'"#, #""prompt" is no text"#),
      (#"answer '"prompt":"a","paraphrases":"b"'"#, #""paraphrases" is no list of at most 8 texts"#),
      (#"answer '"prompt":"a","paraphrases":["b",1]'"#, #""paraphrases" holds something else than texts"#),
      (#"answer '"prompt":"a","prompt":"b"'"#, #"the key "prompt" is there twice"#),
      (#"printf '{"id":2,"prompt":"\377"}\n'"#, "a text is not UTF-8"),
    ])
    func `a line that is no reply is told with what is wrong`(commands: String, reason: String) throws {
      let failure = try failure(hook: Counting.at(prompt, commands + "; continue"))
      #expect(failure?.kind == .garbage)
      #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "no failure")")
    }

    @Test(arguments: [
      (
        #""maker":2"#, ProgramFailure.Kind.unsupported,
        "another version of the protocol, and this maker speaks 1"
      ),
      (#""name":"a""#, .garbage, #""maker" is missing"#),
      (#""maker":1,"name":"a","version":"1","state":0"#, .garbage, #""steps" is missing, or "max_steps""#),
      (#""maker":1,"name":"a","version":"1","state":0,"steps":1,"max_steps":2"#, .garbage, "it has both"),
      (
        #""maker":1,"name":"a","version":"1","state":0,"steps":0"#, .garbage,
        #""steps" is no whole number from 1"#
      ),
      (
        #""maker":1,"name":"a","version":"1","state":0,"steps":1.5"#, .garbage, #""steps" is no whole number"#
      ),
      (#""maker":1,"name":"a","version":"1","steps":1"#, .garbage, #""state" is missing"#),
      (#""maker":1,"name":"a","version":1,"steps":1,"state":0"#, .garbage, #""version" is no text"#),
      (
        #""maker":1,"name":"a","version":"1","steps":1,"state":0,"truth":1"#, .garbage, #""truth" is neither"#
      ),
      (
        #""maker":1,"name":"a","version":"1","steps":1,"state":0,"identity":{"n":1}"#, .garbage,
        #""identity" holds something else"#
      ),
      (
        #""error":"the file table.db is not there""#, .declined,
        "it says when it was asked to start: the file table.db"
      ),
    ])
    func `a start that makes no sense is told with what is wrong`(
      body: String, kind: ProgramFailure.Kind, reason: String
    ) throws {
      let failure = try failureOf {
        try folder.shell("read -r line; printf '%s\\n' '{\"id\":1,\(body)}'; read -r line")
      }
      #expect(failure?.kind == kind)
      #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "no failure")")
    }

    @Test func `a flood without a line end is cut off`() throws {
      let failure = try failure(
        hook: Counting.at(prompt, "while :; do printf 0123456789012345678901234567890123456789; done"),
        limits: ProgramLimits(replyBytes: 10_000, restarts: 0))
      #expect(failure?.kind == .flooded)
      #expect(failure?.message.contains("wrote a line of more than 10000 bytes") == true)
    }

    @Test(arguments: [0, 1])
    func `a reply as long as it may be is read, and a byte more is a flood`(excess: Int) throws {
      // The start is 100 bytes and more; the reply is made as long as the limit.
      let limit = 300
      let frame = #"{"id":2,"prompt":""}"#.utf8.count
      let text = String(repeating: "x", count: limit - frame + excess)
      let failure = try failure(
        hook: Counting.at(prompt, "answer '\"prompt\":\"\(text)\"'; continue"),
        limits: ProgramLimits(replyBytes: limit, restarts: 0))
      #expect(failure?.kind == (excess == 0 ? nil : .flooded))
    }

    @Test func `two lines for one request are one too many`() throws {
      let failure = try failure(
        hook: Counting.at(prompt, #"printf '{"id":2,"prompt":"a"}\n{"id":2,"prompt":"b"}\n'"#))
      #expect(failure?.kind == .unasked)
    }

    @Test func `a line that nobody asked for is found before the next request is made`() throws {
      let program = try folder.shell(
        Counting.script(
          hook: Counting.once(
            prompt,
            #"answer '"prompt":"a"'; while ! [ -e go ]; do sleep 0.01; done; answer '"prompt":"b"'; : > said; continue"#
          )))
      #expect(try program.question(at: program.offer.initialState).prompt == Prompt("a"))
      try folder.write("", to: "go")
      for _ in 0..<12_000 where !folder.exists("said") { usleep(5000) }
      let failure = try failureOf { try program.truth(at: program.offer.initialState) }
      #expect(failure?.kind == .unasked)
    }

    @Test func `a program that closes its input is told`() throws {
      let program = try folder.shell(
        Counting.script(hook: Counting.at(prompt, #"exec 0<&-; answer '"prompt":"a"'; sleep 600"#)),
        limits: ProgramLimits(timeToEnd: .milliseconds(200), restarts: 0))
      let state = program.offer.initialState
      _ = try program.question(at: state)
      let failure = try failureOf { try program.truth(at: state) }
      #expect(failure?.kind == .closedInput)
    }

    @Test func `a program that closes its output is told`() throws {
      let failure = try failure(
        hook: Counting.at(prompt, "exec 1>&-; sleep 600"),
        limits: ProgramLimits(timeToEnd: .milliseconds(200), restarts: 0))
      #expect(failure?.kind == .closedOutput)
    }

    @Test(arguments: [["maker-no-such-program"], ["./nothing"], ["./text"]])
    func `a program that cannot be started is told with the reason`(words: [String]) throws {
      try folder.write("no program", to: "text")
      let failure = try failureOf { try folder.start(words) }
      #expect(failure?.kind == .notStarted)
      #expect(failure?.message.contains("\"\(words[0])\" cannot be started in \(folder.url.path): ") == true)
      #expect(folder.restarts.isEmpty)
    }

    @Test func `a folder that is not there is told`() throws {
      let failure = try failureOf {
        try Program(ProgramCommand(["sh"], in: folder.url.path + "/nowhere"))
      }
      #expect(failure?.kind == .notStarted)
    }

    @Test func `a program without truth or random steps says so before it is asked`() throws {
      let program = try folder.shell(Counting.script())
      let failure = try failureOf { try program.randomStep(0, seed: 1) }
      #expect(failure?.kind == .notOffered)
      #expect(failure?.message.contains("has no random steps") == true)
    }

    /// Whether a process is no more; a zombie that nobody waits for runs no more.
    private static func isGone(_ id: Int32) -> Bool {
      for _ in 0..<1000 {
        if kill(id, 0) == -1 { return true }
        let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        if state?.contains(") Z ") == true { return true }
        usleep(5000)
      }
      return false
    }
  }
}
