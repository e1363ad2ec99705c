import MakerAgents
import MakerRecords
import Testing

@Suite struct TableTests {
  private let folder: RecordFolder
  init() throws { folder = try RecordFolder() }

  private func json(_ columns: [String], _ fields: [String]) -> String {
    AgentRecord(zip(columns, fields).map { AgentValue.Member($0, .string($1)) }).value.json
  }

  @Test func `rows are read as they were written`() throws {
    let source = try folder.source(
      csv: "a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\r\n\r\n\n,\n\"\",\" \"\r\n3,4")
    #expect(source.columns == ["a", "b"] && source.count == 4)
    #expect(
      try source.toldAll() == [
        #"{"a":"1","b":"x, \"y\"\u000d\nz"}"#, #"{"a":"","b":""}"#, #"{"a":"","b":" "}"#,
        #"{"a":"3","b":"4"}"#,
      ])
    #expect(try (0..<4).map { try source.row(at: $0).line } == [2, 6, 7, 8])
    #expect(try source.row(at: 0).input == "1,\"x, \"\"y\"\"\r\nz\"")
  }

  @Test func `random tables are read as they were written, in any order`() throws {
    var random = SeededGenerator(seed: 51)
    for _ in 0..<60 {
      let columns = (0..<Int.random(in: 1...4, using: &random)).map { "c\($0)" }
      let rows = (0..<Int.random(in: 0...700, using: &random)).map { _ in random.row(columns: columns.count) }
      let source = try folder.source(random.table(rows, columns: columns), .csv)
      // Of one column only, a row with nothing in it cannot be told from a line with nothing on it, and is quoted.
      let expected = rows.map { json(columns, $0.fields ?? []) }
      #expect(try source.toldAll() == expected)
      for _ in 0..<50 where !rows.isEmpty {
        let position = Int.random(in: rows.indices, using: &random)
        #expect(try source.told(position) == expected[position])
      }
    }
  }

  @Test func `a broken row costs itself alone, wherever it is`() throws {
    var random = SeededGenerator(seed: 52)
    for _ in 0..<80 {
      let columns = (0..<Int.random(in: 1...4, using: &random)).map { "c\($0)" }
      let rate = Double.random(in: 0.01...0.6, using: &random)
      let rows = (0..<Int.random(in: 1...600, using: &random)).map { _ in
        Double.random(in: 0..<1, using: &random) < rate
          ? random.brokenRow(columns: columns.count) : random.row(columns: columns.count)
      }
      let source = try folder.source(random.table(rows, columns: columns), .csv)
      #expect(source.count == rows.count)
      var line = 2
      for (position, row) in rows.enumerated() {
        let told = try source.told(position)
        if let fields = row.fields {
          #expect(told == json(columns, fields))
        } else {
          #expect(told.hasPrefix("line \(line): \(row.reason)"))
        }
        #expect(try source.row(at: position).line == line)
        #expect(try source.row(at: position).input == String(decoding: row.bytes, as: UTF8.self))
        line += row.lines
      }
    }
  }

  @Test func `random bytes are records one way or the other, and the same in any order`() throws {
    var random = SeededGenerator(seed: 53)
    let alphabet = Array("\"\",,\n\n\r a".utf8) + [0xFF, 0xC3, 0xA9]
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...4_000, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      let source = try folder.source(Array("a,b\n".utf8) + bytes, .csv)
      let lines = try (0..<source.count).map { try source.row(at: $0).line }
      #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 < $1 })
      #expect((lines.last ?? 2) <= 2 + bytes.count { $0 == 0x0A })
      let told = try source.toldAll()
      let again = try RecordSource(scanning: source.path, as: .csv)
      for position in (0..<source.count).reversed() { #expect(try again.told(position) == told[position]) }
      // Nothing but line ends is left out.
      let kept = try (0..<source.count).reduce(0) {
        try $0 + source.row(at: $1).input.unicodeScalars.count { $0 == "," }
      }
      #expect(kept == bytes.count { $0 == UInt8(ascii: ",") })
    }
  }

  @Test func `a row that is too long is shown in part, and the next is read`() throws {
    let long = String(repeating: "x", count: RecordLimits.recordBytes)
    let source = try folder.source(
      csv: "a,b\n1,\(long)\n2,\(long.dropLast(2))\n3,\(long)\(long)\n4,5\n6,\(long)")
    #expect(source.count == 5)
    let tooLong = "it is longer than 1048576 bytes"
    for (position, line) in [(0, 2), (2, 4), (4, 6)] {
      #expect(try source.told(position) == "line \(line): \(tooLong)")
      #expect(try source.row(at: position).input.utf8.count == 1_000)
    }
    #expect(try source.told(1).utf8.count == 1_048_576 + 14)
    #expect(try source.told(3) == #"{"a":"4","b":"5"}"#)
  }

  @Test func `a quote that is not closed for long costs its line alone`() throws {
    let rows = (0..<60_000).map { "\($0),some text without quotes" }
    let source = try folder.source(csv: "a,b\n0,\"abc\n" + rows.joined(separator: "\n") + "\n1,\"abc\n2,x")
    #expect(source.count == 60_003)
    #expect(try source.told(0) == "line 2: a quote that opens in it is not closed within 1048576 bytes")
    #expect(try source.told(1) == #"{"a":"0","b":"some text without quotes"}"#)
    #expect(try source.told(60_001) == "line 60003: a quote that opens in it is never closed")
    #expect(try source.told(60_002) == #"{"a":"2","b":"x"}"#)
  }

  @Test(arguments: [
    ("", "has no header row"), ("\n\n", "has no header row"),
    ("a,b,a\n1,2,3", "two columns are called \"a\""),
    ("a,\"b\n1,2", "a quote that opens in it is never closed"),
  ])
  func `a table without a usable header row is refused`(text: String, what: String) throws {
    let failure = try failure { _ = try folder.source(csv: text) }
    #expect(failure?.kind == .unusable)
    #expect(failure?.message.contains(what) == true)
  }

  @Test func `a header row alone has no records`() throws {
    #expect(try folder.source(csv: "a,b").count == 0)
    #expect(try folder.source(csv: "\u{FEFF}a,b\r\n\r\n").columns == ["a", "b"])
  }
}
