import Maker
import MakerProviders
import Testing

/// Bodies that are broken. After each the call goes on, and the next reply is whole.
@Suite("Faults: bodies")
struct BodyFaultTests {
  /// What comes of a call whose first answer of 200 has this body.
  private func ask(
    _ body: some Sequence<UInt8>, type: String? = "application/json"
  ) async throws -> Result<Response, LanguageModelError> {
    let answer = Answers.http("200 OK", type: type, body: body)
    return try await withFaults { number, _ in
      [.send(number == 0 ? answer : Answers.chat(content: #""whole""#))]
    } body: { _, endpoint in
      await endpoint.ask()
    }
  }

  @Test("200 with truncated JSON is tried again, and is on the bill")
  func truncated() async throws {
    for length in [1, 50, 100, 200] {
      let reply = try await ask(Answers.chatJSON().utf8.prefix(length)).reply
      #expect(reply?.content == "whole")
      #expect(reply?.tries.count == 1)
    }
  }

  @Test("an empty body is tried again")
  func empty() async throws {
    #expect(try await ask([]).reply?.content == "whole")
    #expect(try await ask(" \n\t".utf8).reply?.content == "whole")
  }

  @Test("invalid UTF-8 is no reply")
  func invalidUTF8() async throws {
    var body = Array(Answers.chatJSON(content: #""four""#).utf8)
    let place = try #require(body.indices.first { body[$0...].starts(with: "four".utf8) })
    for bytes in [[0xFF, 0xFE], [0xC3, 0x28], [0xED, 0xA0]] as [[UInt8]] {
      body.replaceSubrange(place..<place + 2, with: bytes)
      #expect(try await ask(body).reply?.content == "whole")
    }
  }

  @Test("a byte order mark before the JSON is passed over")
  func byteOrderMark() async throws {
    let reply = try await ask([0xEF, 0xBB, 0xBF] + Array(Answers.chatJSON().utf8)).reply
    #expect(reply?.content == "4")
    #expect(reply?.tries == [])
  }

  @Test(
    "a lone surrogate in a reply stays visible as a character that stands for none",
    arguments: [(#"a\ud800b"#, "a\u{FFFD}b"), (#"\udc00"#, "\u{FFFD}"), (#"\ud83d\ude00"#, "😀")])
  func surrogates(escaped: String, content: String) async throws {
    let reply = try await ask(Answers.chatJSON(content: "\"\(escaped)\"").utf8).reply
    #expect(reply?.content == content)
    #expect(reply?.tries == [])
  }

  @Test("a page of HTML with 200 is no reply")
  func html() async throws {
    let page = "<!DOCTYPE html><html><head><title>Please log in</title></head></html>"
    #expect(try await ask(page.utf8, type: "text/html").reply?.content == "whole")
    try await withFaults { _, _ in
      [.send(Answers.http("200 OK", type: "text/html", text: page))]
    } body: { _, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.message.contains("Please log in") == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("--base-url") == true)
    }
  }

  @Test(
    "a whole reply with a wrong content type, or none, is a reply",
    arguments: ["text/plain", "image/png", nil])
  func wrongType(type: String?) async throws {
    #expect(try await ask(Answers.chatJSON().utf8, type: type).reply?.content == "4")
  }

  @Test("JSON nested a hundred thousand deep is no reply, and harms nobody")
  func deep() async throws {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(try await ask(deep.utf8).reply?.content == "whole")
    let inside = #"{"choices":"# + deep + "}"
    #expect(try await ask(inside.utf8).reply?.content == "whole")
  }

  @Test(
    "JSON that is something else is no reply",
    arguments: ["null", "4", #""4""#, "[]", "{}", #"{"choices":4}"#])
  func otherJSON(body: String) async throws {
    #expect(try await ask(body.utf8).reply?.content == "whole")
  }

  @Test("a body in chunks is read whole")
  func chunked() async throws {
    let body = Array(Answers.chatJSON().utf8)
    var bytes = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
    for part in [body[..<10], body[10..<11], body[11...]] {
      bytes += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
    }
    bytes += Array("0\r\n\r\n".utf8)
    let answer = bytes
    try await withFaults { _, _ in
      [.send(answer)]
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
    }
  }

  @Test("a server that ends its answer with the connection is understood")
  func untilClose() async throws {
    let answer = Array("HTTP/1.0 200 OK\r\n\r\n".utf8) + Array(Answers.chatJSON().utf8)
    try await withFaults { _, _ in
      [.send(answer), .close]
    } body: { _, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
    }
  }
}
