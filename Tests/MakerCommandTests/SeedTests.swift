import Foundation
import Testing

@Suite("The seed of a run decides every sample of it")
struct SeedTests {
  @Test("the same seed gives the same run, vote for vote and reply for reply")
  func same() async throws {
    let place = try Workplace()
    for name in ["a.run", "b.run"] {
      try await place.finishedRun(name, disks: 6, "--record", "all", "--seed", "18446744073709551615")
    }
    #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
    for step in ["0", "31", "62"] {
      let shown = try await place.maker("show", "a.run", "--step", step, "--json").shownStep
      let again = try await place.maker("show", "b.run", "--step", step, "--json").shownStep
      #expect(shown.replies.map(\.reply) == again.replies.map(\.reply))
      #expect(shown.replies.map(\.seed) == again.replies.map(\.seed))
    }
  }

  @Test("another seed gives other samples and the same answers")
  func other() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 5, "--record", "all", "--seed", "1")
    try await place.finishedRun("b.run", disks: 5, "--record", "all", "--seed", "2")
    let first = try await place.maker("show", "a.run", "--step", "0", "--json").shownStep
    let second = try await place.maker("show", "b.run", "--step", "0", "--json").shownStep
    #expect(Set(first.replies.map(\.seed)).isDisjoint(with: second.replies.map(\.seed)))
    let answers = try await ["a.run", "b.run"].asyncMap { name in
      try await place.maker("export", name).outputLines.map { line in
        String(line.prefix(while: { $0 != "]" })) + (line.components(separatedBy: #", "ballot""#).first ?? "")
      }
    }
    #expect(answers[0] == answers[1])
  }

  @Test("how a run is recorded and committed changes nothing in it")
  func recording() async throws {
    let place = try Workplace()
    try await place.finishedRun("a.run", disks: 6)
    let expected = try await place.maker("export", "a.run").output
    for (name, options) in [
      ("b.run", ["--record", "all"]), ("c.run", ["--record", "none"]), ("d.run", ["--commit-ms", "0"]),
    ] {
      let outcome = try await place.maker(["run", "hanoi", "--disks", "6", "--run", name] + options)
      #expect(outcome.code == 0)
      #expect(try await place.maker("export", name).output == expected)
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
