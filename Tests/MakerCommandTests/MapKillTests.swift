import Foundation
import Maker
import MakerTesting
import Testing

@Suite("A map that is killed loses no record and writes none twice", .serialized, .timeLimit(.minutes(10)))
struct MapKillTests {
  @Test("its files are those of an undisturbed map, to the byte, after ten kills")
  func kills() async throws {
    let parity = try ServedParity()
    let count = 4_000
    try parity.writeTable(count)
    // A record in a thousand cannot be read.
    let broken = try parity.text("in.csv").split(separator: "\n").enumerated().map { index, line in
      index % 1_000 == 700 ? line + ",surplus" : String(line)
    }
    try parity.write(broken.joined(separator: "\n") + "\n", to: "in.csv")
    try await parity.served { model in
      let place = parity.place
      let whole = try await place.maker(
        ServedParity.map("whole.csv", "whole.run") + ["--ballot", "--json"] + model)
      try #require(whole.code == 0, "\(whole.errors)")
      let seconds = try whole.report.wallSeconds
      var generator = SeededGenerator(seed: 10)
      var kills = 0
      var round = 0
      while kills < 10 {
        round += 1
        let names = ("out-\(round).csv", "killed-\(round).run")
        var arguments = ServedParity.map(names.0, names.1) + ["--ballot", "--commit-ms", "50"] + model
        while kills < 10 {
          let process = try place.start(arguments)
          try await eventually { process.errorsSoFar.contains("recorded in") || !process.isRunning }
          try await Task.sleep(for: .seconds(Double.random(in: 0..<seconds / 6, using: &generator)))
          guard process.isRunning else { break }
          process.send(SIGKILL)
          #expect(try await process.outcome().code == nil)
          kills += 1
          arguments = ["resume", names.1, "--commit-ms", "50"]
        }
        let end = try await place.maker("resume", names.1)
        #expect(end.code == 0, "\(end.errors)")
        #expect(try place.bytes(names.0) == place.bytes("whole.csv"))
        #expect(
          try place.bytes("out-\(round).rejects.csv") == place.bytes("whole.rejects.csv"))
      }
      #expect(try parity.text("whole.rejects.csv").split(separator: "\n").count == 5)
    }
  }

  @Test(
    "a finished map whose input or agent was changed is left as it is, and is whole again once they are back")
  func finishedAndChanged() async throws {
    let parity = try ServedParity()
    try parity.writeTable(50)
    try await parity.served { model in
      let place = parity.place
      #expect(try await place.maker(ServedParity.map("out.csv", "a.run") + model).code == 0)
      let (rows, input) = (try place.bytes("out.csv"), try place.bytes("in.csv"))
      try place.write(Data(), to: "out.csv")
      try parity.writeTable(7)
      let changed = try await place.maker("resume", "a.run")
      #expect(changed.code == 65 && changed.errors.contains("in.csv has changed"), "\(changed.errors)")
      #expect(try place.bytes("out.csv").isEmpty)
      try place.write(input, to: "in.csv")
      let again = try await place.maker("resume", "a.run", "--json")
      #expect(try again.report.status == "done")
      #expect(try place.bytes("out.csv") == rows)
    }
  }

  @Test("one that was killed after its last decision gets its last rows when it is resumed")
  func lastRows() async throws {
    let parity = try ServedParity()
    try parity.writeTable(50)
    try await parity.served { model in
      let place = parity.place
      let done = try await place.maker(ServedParity.map("out.csv", "a.run") + model)
      #expect(done.code == 0, "\(done.errors)")
      let whole = try place.bytes("out.csv")
      try place.write(whole.prefix(100), to: "out.csv")
      let again = try await place.maker("resume", "a.run")
      #expect(again.code == 0, "\(again.errors)")
      #expect(try place.bytes("out.csv") == whole)
      // What somebody else wrote there is not theirs to lose.
      try place.write(Data("mine".utf8), to: "out.csv")
      let foreign = try await place.maker("resume", "a.run")
      #expect(
        foreign.code == 65 && foreign.errors.contains("is not what this run wrote"), "\(foreign.errors)")
      #expect(try parity.text("out.csv") == "mine")
    }
  }
}
