import Foundation
import Maker
import MakerCommand
import Testing

@Suite("A samples log gives back what it was given")
struct SamplesLogTests {
  private let settings = ["task": "hanoi"]

  private func sample(_ index: Int, _ reply: String) -> CalibrationSample {
    CalibrationSample(
      place: CalibrationPlace(index: index, slot: 1, attempt: 2),
      response: Response(
        reply, usage: Usage(inputTokens: 5, outputTokens: 6, cachedInputTokens: 1), finishReason: .length,
        model: "openai/m", tries: [Try(failure: "reset", usage: Usage(inputTokens: 5), latencyMs: 3)]),
      latency: .milliseconds(12.5))
  }

  @Test("samples with any text, batches by their last record, model by model")
  func roundTrip() async throws {
    let place = try Workplace()
    let path = place.path("a.samples.jsonl")
    let samples = [
      "7", "", "line\nof \"two\" \\ and \u{0} \u{2028} ü 🗼", String(repeating: "x", count: 100_000),
    ]
    .enumerated().map { sample($0.offset, $0.element) }
    var batch = BatchRecord(key: "m1", firstStep: 3, requests: 9, time: 5)
    do {
      let log = try SamplesLog(at: path, settings: settings)
      #expect(try log.begin("a", settings: ["t": "1"]).samples.isEmpty)
      #expect(try log.begin("b", settings: ["t": "2"]).samples.isEmpty)
      try await log.log(of: "a").append(samples.map { .sample($0) } + [.batch(batch)])
      try await log.log(of: "b").append([.sample(samples[0])])
      batch.id = "provider-1"
      try await log.log(of: "a").append([.batch(batch)])
      try await log.log(of: "a").append([.sample(sample(0, "another"))])
      try log.flush()
    }
    let log = try SamplesLog(at: path, settings: settings)
    let record = try log.begin("a", settings: ["t": "1"])
    for sample in samples { #expect(record.samples[sample.place] == sample, "the first of a place counts") }
    #expect(record.samples.count == 4)
    #expect(record.batches == [batch] && log.hasOpenBatches(of: "a") && !log.hasOpenBatches(of: "b"))
    #expect(try log.begin("b", settings: ["t": "2"]).samples.count == 1)
    batch.isSettled = true
    try await log.log(of: "a").append([.batch(batch)])
    #expect(throws: CommandFailure.self) { try log.begin("a", settings: ["t": "3"]) }
  }

  @Test("time that was worked is added up over sessions")
  func seconds() async throws {
    let place = try Workplace()
    let path = place.path("a.samples.jsonl")
    var last = 0.0
    for round in 0..<3 {
      let log = try SamplesLog(at: path, settings: settings)
      #expect(log.earlierSeconds >= last)
      if round > 0 { #expect(log.earlierSeconds > 0) }
      last = log.earlierSeconds
      _ = try log.begin("a", settings: [:])
      try await log.log(of: "a").append([.sample(sample(round, "7"))])
    }
  }

  @Test("cut off at any byte, it is whole lines again")
  func cut() async throws {
    let place = try Workplace()
    let path = place.path("a.samples.jsonl")
    do {
      let log = try SamplesLog(at: path, settings: settings)
      _ = try log.begin("a", settings: [:])
      try await log.log(of: "a").append((0..<3).map { .sample(sample($0, "\($0)")) })
    }
    let whole = try place.bytes("a.samples.jsonl")
    for count in 0...whole.count {
      try place.write(whole.prefix(count), to: "a.samples.jsonl")
      let log = try SamplesLog(at: path, settings: settings)
      let record = try log.begin("a", settings: [:])
      let lines = whole.prefix(count).count { $0 == UInt8(ascii: "\n") }
      #expect(record.samples.count == max(0, lines - 2), "\(count)")
      try await log.log(of: "a").append([.sample(sample(9, "new"))])
      let again = try place.bytes("a.samples.jsonl")
      #expect(again.last == UInt8(ascii: "\n"))
    }
  }

  @Test("a full disk costs the sample that did not fit, and no other")
  func full() async throws {
    let place = try Workplace()
    let limited = try await place.shell(
      "ulimit -f 8; \"$MAKER\" calibrate hanoi --disks 10 --out a.json --steps 500 --json")
    #expect(limited.code == 75, "\(limited.errors)")
    #expect(limited.errors.contains("cannot be written"))
    let done = try await place.maker(
      "calibrate", "hanoi", "--disks", "10", "--out", "a.json", "--steps", "500")
    #expect(done.code == 0, "\(done.errors)")
  }
}
