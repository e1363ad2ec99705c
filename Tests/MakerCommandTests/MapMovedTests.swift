import Foundation
import MakerTesting
import Testing

@Suite("A map whose files were moved goes on where they are", .serialized)
struct MapMovedTests {
  private let parity: ServedParity
  private var place: Workplace { parity.place }

  init() throws { parity = try ServedParity() }

  private func move(_ names: [String]) throws {
    try FileManager.default.createDirectory(atPath: place.path("new"), withIntermediateDirectories: true)
    for name in names {
      try FileManager.default.moveItem(atPath: place.path(name), toPath: place.path("new/\(name)"))
    }
  }

  @Test("with the places given once, and the same rows")
  func moved() async throws {
    try parity.writeTable(60)
    try await parity.served { [parity] model in
      let place = parity.place
      let stopped = try await place.maker(
        ServedParity.map("out.csv", "a.run") + ["--max-steps", "20"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      try move(["in.csv", "out.csv", "out.rejects.csv", "agent.yaml", "a.run"])
      let lost = try await place.maker("resume", "new/a.run", "--max-steps", "100")
      expectRefusal(lost, 64, saying: "in.csv of the run is not there", "maker resume new/a.run --input FILE")
      let half = try await place.maker("resume", "new/a.run", "--input", "new/in.csv")
      expectRefusal(half, 64, saying: "agent.yaml of the run is not there", "--agent FILE")
      try parity.writeTable(61, to: "other.csv")
      let places = ["--agent", "new/agent.yaml", "--output", "new/out.csv"]
      let other = try await place.maker(["resume", "new/a.run", "--input", "other.csv"] + places)
      #expect(other.code == 65, "\(other.errors)")
      #expect(other.errors.contains("other.csv has changed since it was begun, or is another file"))
      let again = try await place.maker(
        ["resume", "new/a.run", "--input", "new/in.csv", "--max-steps", "40"] + places)
      #expect(again.code == 75, "\(again.errors)")
      // They are kept.
      let done = try await place.maker("resume", "new/a.run", "--max-steps", "100")
      #expect(done.code == 0, "\(done.errors)")
      #expect(try parity.text("new/out.csv") == ServedParity.rows(60))
      #expect(!place.exists("out.csv") && !place.exists("out.rejects.csv"))
    }
  }

  @Test("a finished one gets its rows where they are wanted, and is found there from then on")
  func finished() async throws {
    try parity.writeTable(20)
    try await parity.served { [parity] model in
      let done = try await parity.place.maker(ServedParity.map("out.csv", "a.run") + model)
      #expect(done.code == 0, "\(done.errors)")
    }
    try move(["in.csv"])
    let copied = try await place.maker("resume", "a.run", "--input", "new/in.csv", "--output", "copy.csv")
    #expect(copied.code == 0, "\(copied.errors)")
    #expect(try parity.text("copy.csv") == ServedParity.rows(20))
    #expect(try await place.maker("resume", "a.run").code == 0)
    let shown = try await place.maker("show", "a.run")
    #expect(
      shown.output.contains("input new/in.csv") && shown.output.contains("output copy.csv"), "\(shown.output)"
    )
    try await place.finishedRun("h.run")
    let hanoi = try await place.maker("resume", "h.run", "--input", "new/in.csv")
    expectRefusal(hanoi, 64, saying: "h.run is no map")
  }

  @Test("rows that somebody changed are told before anything is paid for")
  func foreignRows() async throws {
    try parity.writeTable(60)
    try await parity.served { [parity] model in
      let stopped = try await parity.place.maker(
        ServedParity.map("out.csv", "a.run") + ["--max-steps", "20"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
    }
    let rows = try parity.text("out.csv")
    try parity.write(rows.replacing("R-3,", with: "R-x,"), to: "out.csv")
    // The model is gone: who asked it would fail otherwise.
    let foreign = try await place.maker("resume", "a.run", "--max-steps", "100", "--retries", "0")
    expectRefusal(foreign, 65, saying: "out.csv is not what this run wrote: it differs at byte")
    #expect(try parity.text("out.csv") == rows.replacing("R-3,", with: "R-x,"))
  }

  @Test("the same command again names the run to go on with, and nothing else is begun")
  func again() async throws {
    try parity.writeTable(30)
    try await parity.served { [parity] model in
      let place = parity.place
      let map = ["map", "agent.yaml", "--input", "in.csv", "--output", "out.csv", "--k", "2"]
      let stopped = try await place.maker(map + ["--max-steps", "10"] + model)
      #expect(stopped.code == 75, "\(stopped.errors)")
      let again = try await place.maker(map + model)
      expectRefusal(
        again, 64, saying: "out.csv is there already: the run runs/parity-", "maker resume runs/parity-")
      #expect(try await place.maker("resume", "latest", "--max-steps", "100").code == 0)
      let third = try await place.maker(map + model)
      expectRefusal(third, 64, saying: "wrote it. Remove it or name another file.")
      let piped = try await place.shell(
        "\"$MAKER\" map agent.yaml --input - --output in.csv --run b.run \(model.joined(separator: " ")) < in.csv"
      )
      expectRefusal(piped, 64, saying: "in.csv is there already")
      let lost = try await place.shell(
        "\"$MAKER\" map no.yaml --input - --output x.csv --run b.run \(model.joined(separator: " ")) < in.csv"
      )
      expectRefusal(lost, 64, saying: "no.yaml is not there")
      #expect(!place.exists("b.input.csv"))
    }
  }

  @Test("places and files that cannot be are refused before anything begins")
  func misplaced() async throws {
    try parity.writeTable(5)
    try parity.write("program: [sh, x.sh]\n", to: "chain.yaml")
    let model = ["--model", "custom/parity", "--base-url", "http://127.0.0.1:9/v1"]
    let folder = try await place.maker(ServedParity.map("nodir/x.csv", "a.run") + model)
    expectRefusal(folder, 64, saying: "there is no folder", "nodir")
    let same = try await place.maker(
      ServedParity.map("x.csv", "a.run") + ["--rejects", "./x.csv"] + model)
    expectRefusal(same, 64, saying: "are the same file")
    let chain = try await place.maker(
      ["map", "chain.yaml", "--input", "in.csv", "--output", "x.csv"] + model)
    expectRefusal(chain, 64, saying: "`maker run chain.yaml` runs it")
    expectRefusal(
      try await place.maker(["run", "agent.yaml"] + model), 64, saying: "`maker map agent.yaml --input FILE")
    expectRefusal(
      try await place.maker(["calibrate", "agent.yaml"] + model), 64,
      saying: "`maker calibrate map agent.yaml --input FILE`")
    expectRefusal(
      try await place.maker(["calibrate", "map", "no.yaml", "--input", "in.csv"] + model), 64,
      saying: "no.yaml is not there")
  }
}
