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
  /// Programs that do what they should, and what they are given.
  @Suite struct ProgramTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test func `a program is started once and answers every kind of request`() throws {
      let program = try folder.shell(Counting.script(hook: "echo start >> starts.$$"))
      #expect(program.offer.name == "count")
      #expect(program.offer.version == "1")
      #expect(program.offer.stepCount == 20)
      #expect(!program.offer.isOpenEnded && program.offer.knowsTruth && !program.offer.hasRandomSteps)
      let process = program.processIdentifier
      let first = program.offer.initialState
      #expect(try program.question(at: first).prompt == Prompt("after 0"))
      let answer = try program.reading(of: "1", at: first).get()
      #expect(answer.json == "1")
      let next = try program.next(after: first, answer)
      #expect(next.step == 1 && next.valueJSON == "1" && !next.isDone)
      #expect(try program.question(at: next).prompt == Prompt("after 1"))
      #expect(try program.truth(at: next).json == "2")
      #expect(try program.reading(of: "one", at: next) == .failure(Flagged(.malformed, "no number")))
      #expect(program.processIdentifier == process)
      #expect(folder.events.isEmpty)
    }

    @Test func `requests are the lines that the protocol describes`() throws {
      let program = try folder.shell(Counting.script(hook: #"printf '%s\n' "$line" >> lines"#))
      let state = program.offer.initialState
      let answer = try ProgramAnswer(json: #"{ "b": 1.50, "a": "x" }"#)
      _ = try program.question(at: state)
      _ = try program.reading(of: "a \"b\"\n\t\u{1}é\u{1F5FC}\\", at: state)
      _ = try? program.next(after: state, answer)
      _ = try program.truth(at: state)
      let lines = try #require(folder.text("lines")).split(separator: "\n").map(String.init)
      #expect(
        lines == [
          #"{"id":1,"ask":"start","maker":1}"#,
          #"{"id":2,"ask":"prompt","step":0,"state":0}"#,
          #"{"id":3,"ask":"read","step":0,"state":0,"reply":"a \"b\"\n\t\u0001é🗼\\"}"#,
          #"{"id":4,"ask":"next","step":0,"state":0,"answer":{"a":"x","b":1.5}}"#,
          // The shell had no number to answer with, so it was started anew.
          #"{"id":5,"ask":"start","maker":1}"#,
          #"{"id":6,"ask":"truth","step":0,"state":0}"#,
        ])
    }

    @Test func `a program runs in its folder, without a shell, with the words it was given`() throws {
      let words = "$HOME; exit 9 | `id` \"quoted\" 'é'"
      _ = try folder.shell(Counting.script(hook: #"pwd > where; printf '%s' "$1" > words"#), words)
      #expect(folder.text("where") == folder.url.path + "\n")
      #expect(folder.text("words") == words)
    }

    @Test func `a program may be a file of its folder that says itself what runs it`() throws {
      try folder.write("#!/bin/sh\n" + Counting.script(), to: "count")
      let path = folder.url.appendingPathComponent("count").path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      #expect(try folder.start(["./count"]).offer.name == "count")
    }

    @Test func `a program gets the environment without what looks like a secret`() throws {
      let variables = [
        "PATH": "/usr/bin:/bin", "LANG": "C", "OPENAI_API_KEY": "sk-1", "HF_TOKEN": "t", "MY_SECRET": "s",
        "MAKER_SECRETS_DIR": "/run/secrets", "MINE": "m", "db_password": "p", "AWS_SECRET_ACCESS_KEY": "a",
      ]
      try folder.write(Counting.script(hook: "env > variables"), to: "program.sh")
      let command = ProgramCommand(
        ["sh", "program.sh"], in: folder.url.path, environment: variables, withholding: ["MINE"])
      _ = try Program(command)
      let names = try #require(folder.text("variables")).split(separator: "\n").map {
        $0.prefix { $0 != "=" }
      }
      #expect(Set(names).isSuperset(of: ["PATH", "LANG"]))
      #expect(
        Set(names).isDisjoint(with: variables.keys.filter { $0 != "PATH" && $0 != "LANG" }.map { $0[...] }))
    }

    @Test(arguments: [
      ("OPENAI_API_KEY", true), ("KEY", true), ("api_keys", true), ("GITHUB_TOKEN", true), ("APIKEY", true),
      ("CLIENT_SECRET", true), ("PGPASSWORD", true), ("GOOGLE_APPLICATION_CREDENTIALS", true),
      ("TOKENS", true),
      ("MAKER_SECRETS_DIR", true), ("DB_PASS", true), ("COMPASS", false), ("PWD", false), ("PATH", false),
      ("KEYBOARD", false), ("MONKEY", false),
      ("TOKENIZER", false),
      ("HOME", false), ("", false), ("_", false), ("MAKER_MODEL", false),
    ])
    func `a variable is known as a secret by its name`(name: String, isSecret: Bool) {
      #expect(ProgramCommand.isSecret(name) == isSecret)
    }

    @Test func `a program inherits no open file`() throws {
      let file = open("/dev/null", O_WRONLY)
      defer { close(file) }
      try #require(file > 2)
      _ = try folder.shell(
        Counting.script(hook: #"if [ -e "/dev/fd/$1" ]; then echo open; else echo closed; fi > file"#),
        "\(file)")
      #expect(folder.text("file") == "closed\n")
    }

    @Test func `a program ends by itself when it is closed`() throws {
      let program = try folder.shell(Counting.script(end: "echo bye >&2; : > ended"))
      let process = try #require(program.processIdentifier)
      program.close()
      #expect(folder.exists("ended"))
      #expect(folder.messages == ["bye"])
      #expect(program.processIdentifier == nil)
      #expect(kill(process, 0) == -1)
    }

    @Test func `a program that nobody holds any more is ended`() throws {
      var program: Program? = try folder.shell(Counting.script(end: ": > ended"))
      let process = try #require(program?.processIdentifier)
      program = nil
      #expect(folder.exists("ended"))
      #expect(kill(process, 0) == -1)
    }

    @Test func `what a program writes to standard error is told line by line, and bounded`() throws {
      let hook = Counting.at(
        #""ask":"prompt""#,
        #"echo one >&2; echo >&2; printf 'two\r\n' >&2; echo 123456789012345 >&2; echo 4 >&2; echo 5 >&2"#)
      let program = try folder.shell(
        Counting.script(hook: hook), limits: ProgramLimits(restarts: 0, messageBytes: 10, messages: 4))
      _ = try program.question(at: program.offer.initialState)
      program.close()
      #expect(
        folder.messages == [
          "one", "two", "1234567890 ... (cut)", "4", "(more than 4 lines; the rest is not shown)",
        ])
    }

    @Test func `long requests, long replies and much on standard error do not block each other`() throws {
      // Each is more than a pipe holds.
      let noise =
        "i=0; while [ $i -lt 3000 ]; do echo $i 345678901234567890123456789012345678901234567890 >&2; i=$((i+1)); done"
      let program = try folder.shell(
        Counting.script(
          hook: Counting.at(
            #""ask":"read""#, noise + #"; text=${line#*\"reply\":}; answer "\"answer\":${text%?}"; continue"#)
        ))
      let reply = String(repeating: "0123456789", count: 20_000)
      let answer = try program.reading(of: reply, at: program.offer.initialState).get()
      #expect(answer.json.utf8.count > 200_000)
      program.close()
      #expect(folder.messages.count == 3000)
    }

    @Test func `a program that is closed is started again for the next request`() throws {
      let program = try folder.shell(Counting.script())
      program.close()
      #expect(try program.question(at: program.offer.initialState).prompt == Prompt("after 0"))
      #expect(folder.restarts.isEmpty)
    }
  }
}
