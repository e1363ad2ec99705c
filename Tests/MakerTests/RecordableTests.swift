import Foundation
import Maker
import Testing

private struct Move: Codable, Hashable, Recordable {
  var to: [Int]
  var disk: Int
  var note: String?
}

private enum Turn: String, Codable, Recordable { case left, right }

private struct Weight: Codable, Hashable, Recordable { var grams: Double }

@Suite struct RecordableTests {
  @Test(arguments: [0, 1, -1, Int.max, Int.min, 99_991])
  func `an integer comes back from its digits`(number: Int) throws {
    #expect(String(decoding: number.record, as: UTF8.self) == "\(number)")
    #expect(try Int(record: number.record) == number)
    #expect(number.json == "\(number)")
  }

  @Test(arguments: ["", "1.5", "x", "9223372036854775808", " 1", "1\n"])
  func `what is no integer is a malformed integer`(text: String) {
    #expect(throws: MalformedRecord("an Int record of \(text.utf8.count) bytes")) {
      try Int(record: Array(text.utf8))
    }
  }

  @Test(arguments: ["", "plain", "with \"quotes\" and / and \n", "é木🙂", "\u{0}"])
  func `a text comes back from its bytes`(text: String) throws {
    #expect(text.record == Array(text.utf8))
    #expect(try String(record: text.record) == text)
    #expect(try JSONDecoder().decode(String.self, from: Data(text.json.utf8)) == text)
    #expect(!text.json.contains("\n"))
  }

  @Test func `bytes that are not UTF-8 are a malformed text`() {
    #expect(throws: MalformedRecord.self) { try String(record: [0x61, 0xFF]) }
  }

  @Test func `a Codable type is recorded as JSON with its keys in order`() throws {
    let move = Move(to: [1, 2], disk: 3, note: "a/b")
    #expect(move.json == #"{"disk":3,"note":"a/b","to":[1,2]}"#)
    #expect(move.record == Array(move.json.utf8))
    #expect(try Move(record: move.record) == move)
    #expect(try Turn(record: Turn.left.record) == .left)
    #expect(Turn.right.json == #""right""#)
  }

  @Test func `equal values have equal records`() {
    for disk in 0..<50 {
      let moves = (0..<10).map { _ in Move(to: [disk, 2], disk: disk).record }
      #expect(Set(moves).count == 1)
    }
  }

  @Test(arguments: ["", "{", "{}", #"{"disk":"3","to":[]}"#, "null"])
  func `JSON of another shape is a malformed record`(text: String) {
    #expect(throws: MalformedRecord.self) { try Move(record: Array(text.utf8)) }
  }

  @Test func `a number JSON has no word for is null, and no value comes back from it`() {
    let weight = Weight(grams: .nan)
    #expect(weight.json == "null")
    #expect(throws: MalformedRecord.self) { try Weight(record: weight.record) }
  }
}
