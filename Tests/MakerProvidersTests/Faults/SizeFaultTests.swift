import Maker
import MakerProviders
import Testing

@Suite("Faults: sizes")
struct SizeFaultTests {
  private static let megabyte = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)

  @Test("a body announced as 100 MB is not read at all")
  func announced() async throws {
    try await withFaults { number, _ in
      number == 0
        ? [
          .send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(100 << 20)\r\n\r\n".utf8)),
          .flood(Self.megabyte, times: 100),
        ] : [.send(Answers.chat())]
    } body: { server, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries.map(\.failure) == ["body_too_long"])
      // What the network itself holds went out, no more.
      #expect(server.facts.flooded <= 16 << 20)
    }
  }

  @Test("a body of 100 MB that is not announced is read up to the limit and no further")
  func unannounced() async throws {
    try await withFaults {
      $0.maximumAnswerBytes = 2 << 20
      $0.maximumTries = 1
    } respond: { _, _ in
      [.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)), .flood(Self.megabyte, times: 100), .close]
    } body: { server, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.message.contains("longer than 2097152 bytes") == true, "\(error?.message ?? "")")
      #expect(server.facts.flooded <= 32 << 20)
    }
  }

  @Test("a body as long as allowed is read whole, one byte more is not")
  func exactLimit() async throws {
    let body = Answers.chatJSON()
    for (limit, isRead) in [(body.utf8.count, true), (body.utf8.count - 1, false)] {
      try await withFaults {
        $0.maximumAnswerBytes = limit
        $0.maximumTries = 1
      } respond: { _, _ in
        [.send(Answers.http("200 OK", text: body))]
      } body: { _, endpoint in
        #expect((await endpoint.ask().reply?.content == "4") == isRead)
      }
    }
  }

  @Test("an error with an endless body is still the error it is")
  func longError() async throws {
    try await withFaults { _, _ in
      [
        .send(Array("HTTP/1.1 401 Unauthorized\r\n\r\nnot you ".utf8)), .flood(Self.megabyte, times: 100),
        .close,
      ]
    } body: { server, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.code == .unauthorized)
      #expect(error?.message.contains("not you") == true)
      #expect(server.facts.flooded <= 16 << 20)
    }
  }

  @Test("endless headers are not read to their end")
  func longHeaders() async throws {
    let line = Array("X-More: \(String(repeating: "a", count: 8000))\r\n".utf8)
    try await withFaults { number, _ in
      number == 0
        ? [.send(Array("HTTP/1.1 200 OK\r\n".utf8)), .flood(line, times: 12_000)] : [.send(Answers.chat())]
    } body: { server, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
      #expect(server.facts.flooded <= 16 << 20)
    }
  }
}
