import Foundation
import MakerRecords
import Testing

@Suite struct RecordSourceTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private func table(_ rows: Int, width: Int = 10) -> String {
    "n,text\n" + (0..<rows).map { "\($0),\(String(repeating: "x", count: width))\n" }.joined()
  }

  @Test func `records of more than the cache holds are found in any order`() throws {
    var random = SeededGenerator(seed: 71)
    let source = try folder.source(csv: table(4_000, width: 8_000))
    #expect(source.bytes > RecordLimits.cacheBytes && source.count == 4_000)
    for _ in 0..<300 {
      let position = Int.random(in: 0..<4_000, using: &random)
      #expect(try source.told(position).hasPrefix("{\"n\":\"\(position)\","))
      #expect(try source.row(at: position).line == position + 2)
    }
  }

  @Test func `many threads read at the same time`() async throws {
    let source = try folder.source(csv: table(20_000))
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for part in 0..<8 {
        group.addTask {
          try stride(from: part, to: 20_000, by: 8).reduce(0) { sum, position in
            try sum + (source.told(position).hasPrefix("{\"n\":\"\(position)\",") ? 1 : 0)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums == Array(repeating: 2_500, count: 8))
  }

  @Test func `the digest is that of the bytes`() throws {
    let first = try folder.source(csv: table(1_000)).digest
    #expect(try folder.source(csv: table(1_000)).digest == first)
    #expect(first.count == 16)
    for text in [
      table(1_001), table(1_000) + "\n", table(1_000).replacing("\n77,", with: "\n78,"), "m" + table(1_000),
    ] {
      #expect(try folder.source(csv: text).digest != first)
    }
  }

  @Test func `a file that is changed is noticed where it is read`() throws {
    let text = table(2_000)
    for changed in [text + "1,2\n", String(text.dropLast(3)), text.replacing("\n1999,", with: "\n1990,")] {
      let source = try folder.source(csv: text)
      _ = try source.record(at: 0)
      try overwrite(source.path, changed)
      let failure = try failure { _ = try source.record(at: 1_999) }
      #expect(failure?.kind == .changed)
      #expect(source.failure == failure)
    }
  }

  /// Writes into the same file, as no other is put in its place.
  private func overwrite(_ path: String, _ text: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  @Test func `what is not there or no file is refused`() throws {
    #expect(
      try failure { _ = try RecordSource(scanning: folder.path("none"), as: .csv) }?.kind == .unreadable)
    let message = try failure { _ = try RecordSource(scanning: "/dev/null", as: .csv) }?.message
    #expect(message?.contains("is not a file") == true)
  }

  @Test func `a format is known by a file's name`() {
    #expect(RecordFormat(path: "a/IN.CSV") == .csv)
    #expect(RecordFormat(path: "in.ndjson") == .jsonl && RecordFormat(path: "in.jsonl") == .jsonl)
    #expect(RecordFormat(path: "in.txt") == nil)
  }
}
