import Foundation
import Logging
import MakerCommand
import Testing

@Suite("A line of the log")
struct LogRecordTests {
  private let record = LogRecord(
    time: Date(timeIntervalSince1970: 1_700_000_000.25), level: .notice, label: "maker.endpoint",
    message: "waits \u{1B}[2J\n5 s\u{202E}",
    metadata: [
      "gen_ai.request.model": "gpt", "requestID": "7", "ahc-request-id": .stringConvertible(3),
      "list": ["a b", "\"c\""], "nested": ["someKey": "v"],
    ])

  @Test("as JSON is one object with keys in snake_case, and nothing that moves a cursor")
  func json() throws {
    let line = record.json
    #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E })
    let object = try jsonObject(line)
    #expect(Set(object.keys) == ["time", "level", "label", "message", "metadata"])
    #expect(object["time"] as? String == "2023-11-14T22:13:20.250Z")
    #expect(object["level"] as? String == "notice" && object["label"] as? String == "maker.endpoint")
    #expect(object["message"] as? String == "waits \u{1B}[2J\n5 s\u{202E}")
    let metadata = try #require(object["metadata"] as? [String: Any])
    #expect(
      Set(metadata.keys) == ["gen_ai_request_model", "request_id", "ahc_request_id", "list", "nested"])
    #expect((metadata["nested"] as? [String: String]) == ["some_key": "v"])
    #expect(metadata["list"] as? [String] == ["a b", "\"c\""])
  }

  @Test("for a person is one line as well")
  func text() {
    let line = record.text
    #expect(
      line.hasPrefix("2023-11-14T22:13:20.250Z notice maker.endpoint: waits \\u{1B}[2J\\n5 s\\u{202E} "))
    #expect(line.contains(" requestID=7") && line.contains("list=[\"a b\", "))
    #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E })
  }

  @Test(
    "of the tool goes to standard error, as much as is asked for, over a live line of progress on a terminal")
  func tool() async throws {
    let place = try Workplace()
    let quiet = try await place.maker("models")
    #expect(quiet.errors == "")
    let loud = try await place.maker("models", "--log-level", "debug", "--log-format", "json", "--json")
    let line = try jsonObject(#require(loud.errorLines.first, "\(loud.errors)"))
    #expect(line["level"] as? String == "debug" && line["label"] as? String == "maker.settings")
    #expect((line["metadata"] as? [String: Any])?["file"] as? String == "none")
    #expect(try loud.object["models"] as? [String] == ["embedded/hanoi"])
    let terminal = try Terminal()
    let run = try place.start("models", "--log-level", "debug", errors: terminal.device)
    _ = try await run.outcome()
    let seen = terminal.text()
    #expect(seen.hasPrefix("\r\u{1B}[2K2") && seen.contains(" debug maker.settings: the settings are read"))
  }

  @Test(
    "names in snake_case",
    arguments: [
      ("requestID", "request_id"), ("URL", "url"), ("http.status_code", "http_status_code"),
      ("a-b c", "a_b_c"),
      ("waitMs", "wait_ms"), ("http2Stream", "http2_stream"),
    ])
  func snakeCase(name: String, snake: String) {
    #expect(SnakeCase.of(name) == snake)
  }
}
