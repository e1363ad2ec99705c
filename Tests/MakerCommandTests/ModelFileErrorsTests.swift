import Foundation
import Testing

@Suite("A model that cannot be loaded is refused before a run file is made")
struct ModelFileErrorsTests {
  /// The file that the embedded model is made of.
  private static let weights = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/MicroModelWeights/hanoi.gguf").standardized

  @Test("a missing file, a folder, an unknown name", arguments: ["none.gguf", "/dev", "embedded/chess"])
  func missing(model: String) async throws {
    let place = try Workplace()
    expectRefusal(try await run(place, model), 64, saying: model)
    #expect(try place.names == [])
  }

  @Test(
    "the embedded model of another task, with the one that knows this task",
    arguments: [["run"], ["calibrate"], ["certify"]])
  func otherTask(command: [String]) async throws {
    let place = try Workplace()
    let outcome = try await place.maker(command + ["hanoi", "--disks", "3", "--model", "embedded/multiply"])
    expectRefusal(outcome, 64, saying: "embedded/multiply", "embedded/hanoi")
    #expect(try place.names == [])
  }

  @Test("a text file, an empty one")
  func foreign() async throws {
    let place = try Workplace()
    for (name, data) in [("text.gguf", Data("hello\n".utf8)), ("empty.gguf", Data())] {
      try place.write(data, to: name)
      expectRefusal(try await run(place, name), 65, saying: name)
    }
    #expect(try place.names == ["empty.gguf", "text.gguf"])
  }

  @Test("one with a single wrong bit, wherever it is")
  func flipped() async throws {
    let place = try Workplace()
    let weights = try Data(contentsOf: Self.weights)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<8 {
      var damaged = weights
      damaged[Int.random(in: 0..<weights.count, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
      try place.write(damaged, to: "damaged.gguf")
      expectRefusal(try await run(place, "damaged.gguf"), 65, saying: "damaged.gguf")
    }
    #expect(try place.names == ["damaged.gguf"])
  }

  @Test("one that was cut off", arguments: [3, 4, 100, 100_000])
  func truncated(length: Int) async throws {
    let place = try Workplace()
    try place.write(try Data(contentsOf: Self.weights).prefix(length), to: "part.gguf")
    expectRefusal(try await run(place, "part.gguf"), 65, saying: "part.gguf")
    #expect(try place.names == ["part.gguf"])
  }

  @Test("and a copy of the embedded model does what the embedded one does, under its own name")
  func copy() async throws {
    let place = try Workplace()
    try place.write(try Data(contentsOf: Self.weights), to: "copy.gguf")
    let copied = try await run(place, "copy.gguf")
    #expect(copied.code == 0, "\(copied.errors)")
    try await place.finishedRun("b.run")
    #expect(try await place.maker("export", "a.run").output == place.maker("export", "b.run").output)
    #expect(try await place.maker("show", "a.run").output.contains("copy.gguf"))
  }

  private func run(_ place: Workplace, _ model: String) async throws -> Outcome {
    try await place.maker("run", "hanoi", "--disks", "3", "--run", "a.run", "--model", model)
  }
}
