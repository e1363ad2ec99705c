import Maker
import MakerProviders
import NIOCore
import Testing

@Suite("Faults: slow servers")
struct SlowServerFaultTests {
  @Test("a server that never answers meets the limit for the first byte")
  func silence() async throws {
    try await withFaults {
      // Wide enough for the second answer to come in time on a machine that has much to do.
      $0.firstByteTimeout = .seconds(3)
    } respond: { number, _ in
      number == 0 ? [.stall] : [.send(Answers.chat())]
    } body: { _, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries.map(\.failure) == ["timeout_first_byte"])
    }
  }

  @Test("a server that stalls after the headers meets the limit for the whole reply")
  func stallAfterHeaders() async throws {
    try await withFaults {
      // Wide enough for the headers to come in time on a machine that has much to do.
      $0.replyTimeout = .seconds(3)
    } respond: { number, _ in
      number == 0 ? [.send(Answers.split(Answers.chat()).head), .stall] : [.send(Answers.chat())]
    } body: { _, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries.map(\.failure) == ["timeout_reply"])
    }
  }

  @Test("one byte at a time meets the limit for the whole reply, and the sentence says which limit it was")
  func drip() async throws {
    try await withFaults {
      $0.replyTimeout = .seconds(1)
      $0.maximumTries = 1
    } respond: { _, _ in
      let (head, body) = Answers.split(Answers.chat())
      return [.send(head), .drip(body, every: .milliseconds(20))]
    } body: { _, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(
        error?.message.contains("did not end its answer within 1 s") == true, "\(error?.message ?? "")")
    }
  }

  @Test("one byte at a time in the headers meets the limit for the first byte, which is that of a whole head")
  func dripInHeaders() async throws {
    try await withFaults {
      $0.firstByteTimeout = .milliseconds(150)
      $0.maximumTries = 1
    } respond: { _, _ in
      [.drip(Answers.chat(), every: .milliseconds(20))]
    } body: { _, endpoint in
      let error = await endpoint.ask().error
      #expect(
        error?.message.contains("did not begin to answer within 150 ms") == true, "\(error?.message ?? "")")
    }
  }

  @Test("a slow server within the limits is waited for")
  func slow() async throws {
    try await withFaults { _, _ in
      [.drip(Answers.chat(), every: .microseconds(100))]
    } body: { _, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries == [])
    }
  }

  @Test("time limits never shrink the number of requests at a time")
  func limitsStay() async throws {
    try await withFaults {
      $0.firstByteTimeout = .milliseconds(60)
    } respond: { number, _ in
      number < 4 ? [.stall] : [.send(Answers.chat())]
    } body: { _, endpoint in
      #expect(await endpoint.ask().error != nil)
      #expect(!endpoint.logs.all.contains { $0.text.contains("fewer") })
    }
  }
}
