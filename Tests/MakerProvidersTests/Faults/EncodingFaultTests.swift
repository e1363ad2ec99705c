import Foundation
import Maker
import MakerProviders
import Testing

@Suite("Faults: packed bodies")
struct EncodingFaultTests {
  /// A quarter of a megabyte of zeros as deflate packs it, whole in itself: it can be repeated.
  private static let zeros = Array(
    Data(base64Encoded: "7MExAQAAAMKg9U/tbQeg" + String(repeating: "A", count: 338) + "DeAAAA//8=") ?? Data())
  private static let gzipHead: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  /// `{"choices":[{"message":{"content":"packed"},"finish_reason":"stop"}],"usage":{}}`, packed.
  private static let packed = Array(
    Data(
      base64Encoded:
        "H4sIAAAAAAACAy3LwQmAMAwF0F3+uRN0FREpMdoiTYqpp5Dd9eD58RxUtREb8uLobFZORnaQymSZyBiFLt4RCUeTZnW7uZjKJzZ1INaE518RL+oKP85QAAAA"
    ) ?? Data())

  private func ask(
    _ body: [UInt8], isAnnounced: Bool = true, options: (inout EndpointOptions) -> Void = { _ in }
  ) async throws -> Response? {
    let length = isAnnounced ? "Content-Length: \(body.count)\r\n" : ""
    let head = Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\(length)\r\n".utf8)
    return try await withFaults(options: options) { number, _ in
      number == 0 ? [.send(head + body), .close] : [.send(Answers.chat(content: #""whole""#))]
    } body: { _, endpoint in
      await endpoint.ask().reply
    }
  }

  @Test("a packed reply is unpacked", arguments: [true, false])
  func unpacked(isAnnounced: Bool) async throws {
    #expect(try await ask(Self.packed, isAnnounced: isAnnounced)?.content == "packed")
  }

  @Test("a damaged packed reply is tried again")
  func damaged() async throws {
    var body = Self.packed
    body[20] ^= 0xFF
    #expect(try await ask(body)?.content == "whole")
    #expect(try await ask(Array("not packed at all".utf8))?.content == "whole")
    #expect(try await ask([])?.content == "whole")
  }

  @Test("a packed reply that is cut off is tried again")
  func cutOff() async throws {
    let reply = try await ask(Array(Self.packed.dropLast(20)))
    #expect(reply?.content == "whole")
    #expect(reply?.tries.map(\.failure) == ["bad_encoding"])
  }

  @Test("a decompression bomb goes off at the limit of size")
  func sizeBomb() async throws {
    let bomb = Self.gzipHead + Array(repeatElement(Self.zeros, count: 80).joined())
    let reply = try await ask(bomb, isAnnounced: false)
    #expect(reply?.content == "whole")
    #expect(reply?.tries.map(\.failure) == ["body_too_long"])
  }

  @Test("a decompression bomb within the limit of size is known by how much it was packed")
  func ratioBomb() async throws {
    // Whole to the last byte, with the checksum and the length of four megabytes of zeros.
    let bomb =
      Self.gzipHead + Array(repeatElement(Self.zeros, count: 16).joined())
      + [3, 0, 0x6A, 0x40, 0x47, 0x11, 0, 0, 0x40, 0]
    let reply = try await ask(bomb)
    #expect(reply?.content == "whole")
    #expect(reply?.tries.map(\.failure) == ["decompression_bomb"])
  }
}
