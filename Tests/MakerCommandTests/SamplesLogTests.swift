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

  @Test(
    "a file that does not begin as a samples log is refused and left as it is",
    arguments: [
      "my notes", "my notes\n", "a,b\n1,2\n", "{\"format\":\"maker-calibration-sample\"",
      "{\"format\":\"else\"}",
      "{\"name\": \"a\"}\n{\"name\": \"b\"}\n", "\u{0}\u{0}\u{0}", "\n", "{}\n", " {\"format\"",
    ])
  func foreign(text: String) throws {
    let place = try Workplace()
    try place.write(Data(text.utf8), to: "a.samples.jsonl")
    #expect {
      try SamplesLog(at: place.path("a.samples.jsonl"), settings: settings)
    } throws: { ($0 as? CommandFailure)?.code == .data }
    #expect(try place.bytes("a.samples.jsonl") == Data(text.utf8))
  }

  @Test("a header that was not written to its end is written anew")
  func tornHeader() throws {
    let place = try Workplace()
    let path = place.path("a.samples.jsonl")
    _ = try SamplesLog(at: path, settings: settings)
    let whole = try place.bytes("a.samples.jsonl")
    for count in 0..<whole.count {
      try place.write(whole.prefix(count), to: "a.samples.jsonl")
      _ = try SamplesLog(at: path, settings: settings)
      #expect(try place.bytes("a.samples.jsonl") == whole, "\(count)")
    }
  }

  @Test(
    "a number that no sample has is damage",
    arguments: [
      ("\"input_tokens\":5", "\"input_tokens\":9223372036854775807"),
      ("\"input_tokens\":5", "\"input_tokens\":-1"),
      ("\"output_tokens\":6", "\"output_tokens\":9007199254740992"),
      ("\"latency_ms\":3", "\"latency_ms\":-1"),
      ("\"latency_ms\":12.5", "\"latency_ms\":1e20"), ("\"slot\":1", "\"slot\":9223372036854775807"),
      ("\"case\":0", "\"case\":9007199254740992"),
      ("\"input_tokens\":5", "\"input_tokens\":9007199254740000"),
    ])
  func numbers(old: String, new: String) async throws {
    let place = try Workplace()
    let path = place.path("a.samples.jsonl")
    do {
      let log = try SamplesLog(at: path, settings: settings)
      _ = try log.begin("a", settings: [:])
      try await log.log(of: "a").append((0..<3).map { .sample(sample($0, "7")) })
    }
    let text = String(decoding: try place.bytes("a.samples.jsonl"), as: UTF8.self)
    var forgeries = 0
    // Whole as it is, the last line is none that a crash cut off.
    for word in ["\"case\":0,", "\"case\":2,"] {
      let line = try #require(text.split(separator: "\n").first { $0.contains(word) })
      let odd = line.replacingOccurrences(of: old, with: new)
      guard odd != line else { continue }
      forgeries += 1
      let forged = text.replacingOccurrences(of: line, with: odd)
      try place.write(Data(forged.utf8), to: "a.samples.jsonl")
      #expect {
        try SamplesLog(at: path, settings: settings)
      } throws: { ($0 as? CommandFailure)?.code == .data }
      #expect(try place.bytes("a.samples.jsonl") == Data(forged.utf8))
    }
    #expect(forgeries > 0)
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
