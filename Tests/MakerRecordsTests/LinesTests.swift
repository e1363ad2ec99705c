import MakerAgents
import MakerRecords
import Testing

@Suite struct LinesTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  @Test func `random lines are read as they were written, in any order`() throws {
    var random = SeededGenerator(seed: 61)
    for _ in 0..<40 {
      let lines = (0..<Int.random(in: 0...700, using: &random)).map { _ in random.object().json }
      let blank = ["", "  \r\n", "\n\t\n"].randomElement(using: &random) ?? ""
      let source = try folder.source(jsonl: lines.map { $0 + "\n" + blank }.joined())
      #expect(source.columns == nil)
      #expect(try source.toldAll() == lines)
      for _ in 0..<50 where !lines.isEmpty {
        let position = Int.random(in: lines.indices, using: &random)
        #expect(try source.told(position) == lines[position])
      }
    }
  }

  @Test func `a broken line costs itself alone, wherever it is`() throws {
    var random = SeededGenerator(seed: 62)
    let broken: [[UInt8]] = [
      Array("{\"a\":1".utf8), Array("[1]".utf8), Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8),
      Array("{\"a\":1,\"a\":2}".utf8), Array("nonsense".utf8), Array("{\"a\":1} {}".utf8),
    ]
    for _ in 0..<40 {
      let lines = (0..<Int.random(in: 1...600, using: &random)).map { _ -> RandomRow in
        Bool.random(using: &random)
          ? RandomRow(bytes: broken.randomElement(using: &random) ?? [])
          : RandomRow(bytes: Array(random.object().json.utf8), fields: [])
      }
      let source = try folder.source(lines.map(\.bytes).joined(separator: "\n".utf8), .jsonl)
      #expect(source.count == lines.count)
      for (position, line) in lines.enumerated() {
        let told = try source.told(position)
        if line.fields == nil {
          #expect(told.hasPrefix("line \(position + 1): "))
        } else {
          #expect(told == String(decoding: line.bytes, as: UTF8.self))
        }
      }
    }
  }

  @Test func `what is wrong is said`() throws {
    let source = try folder.source(jsonl: "[1]\n{\"a\":1\n")
    #expect(try source.told(0) == "line 1: a record is a JSON object, and this is a list")
    #expect(
      try source.told(1) == "line 2: a comma or the end of an object was expected, at byte 7")
  }
}
