import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("Every fault over a real socket is what its name says")
struct FaultTests {
  /// Everything a client gets for one request to a server that does nothing but `fault`.
  private func seen(
    _ fault: Fault, body: String = simpleBody
  ) async throws -> (text: String, ending: RawConnection.Ending) {
    try await serving(plan(fault)) { try await exchange(with: $0, body) }
  }

  private func plan(_ fault: Fault) throws -> FaultPlan {
    try FaultPlan(faults: ["\(fault.rawValue):1"], retryAfterSeconds: 7)
  }

  private func serving<Value: Sendable>(
    _ plan: FaultPlan, clock: RunClock = .continuous,
    _ body: @escaping @Sendable (ServerAddress) async throws -> Value
  ) async throws -> Value {
    try await MakerServerTests.serving(constant("A reply."), plan, clock: clock, body)
  }

  private func reply(_ fault: Fault, body: String = simpleBody) async throws -> RawReply {
    let seen = try await seen(fault, body: body)
    #expect(seen.ending == .closed)
    let reply = try #require(RawReply(seen.text), "\(seen.text)")
    if let length = reply.promisedLength { #expect(reply.body.utf8.count == length) }
    return reply
  }

  @Test(
    "a status comes with an error in the form of the protocol",
    arguments: [
      (Fault.rateLimit, 429, "rate_limit_error"), (.internalError, 500, "server_error"),
      (.unavailable, 503, "server_error"), (.overloaded, 529, "overloaded_error"),
      (.outOfMoney, 429, "insufficient_quota"),
    ])
  func statuses(fault: Fault, status: Int, type: String) async throws {
    let reply = try await reply(fault)
    #expect(reply.status == status)
    let error = try #require(reply.object["error"] as? [String: Any])
    #expect(error["type"] as? String == type)
  }

  @Test("a 429 says when to come again, and what is left; one for want of money does not")
  func rateLimit() async throws {
    let fields = try await reply(.rateLimit).fields
    #expect(fields["retry-after"] == "7")
    #expect(fields["x-ratelimit-remaining-requests"] == "0")
    #expect(fields["x-ratelimit-reset-requests"] == "7s")
    for kind in ["requests", "tokens"] {
      for name in ["limit", "remaining", "reset"] { #expect(fields["x-ratelimit-\(name)-\(kind)"] != nil) }
    }
    #expect(try await reply(.outOfMoney).fields["retry-after"] == nil)
  }

  @Test("a bad gateway and a page of HTML are pages", arguments: [(Fault.badGateway, 502), (.html, 200)])
  func pages(fault: Fault, status: Int) async throws {
    let reply = try await reply(fault)
    #expect(reply.status == status)
    #expect(reply.fields["content-type"]?.hasPrefix("text/html") == true)
    #expect(reply.body.hasPrefix("<html>"))
  }

  @Test("an empty answer is a 200 of no bytes")
  func empty() async throws {
    let reply = try await reply(.empty)
    #expect(reply.status == 200 && reply.promisedLength == 0 && reply.body.isEmpty)
  }

  @Test("garbage is a 200 whose body begins like JSON and is none")
  func garbage() async throws {
    let reply = try await reply(.garbage)
    #expect(reply.status == 200)
    #expect(reply.fields["content-type"] == "application/json")
    #expect(reply.body.hasPrefix(#"{"id":"chatcmpl-"#))
    #expect(throws: JSONSyntaxError.self) { try JSONReader.value(in: Array(reply.body.utf8)) }

    let stream = try await self.reply(.garbage, body: streamedBody)
    #expect(stream.fields["content-type"]?.hasPrefix("text/event-stream") == true)
    #expect(stream.unchunked?.contains("[DONE]") == false)
  }

  @Test("a reset comes before any byte")
  func reset() async throws {
    let seen = try await seen(.reset)
    #expect(seen.text.isEmpty && seen.ending == .reset)
  }

  @Test(
    "a body ends in its middle, reset or closed",
    arguments: [(Fault.resetBody, RawConnection.Ending.reset), (.truncate, .closed)])
  func halves(fault: Fault, ending: RawConnection.Ending) async throws {
    let seen = try await seen(fault)
    #expect(seen.ending == ending)
    let reply = try #require(RawReply(seen.text), "\(seen.text)")
    #expect(reply.status == 200)
    let promised = try #require(reply.promisedLength)
    #expect(reply.body.utf8.count == promised / 2)

    let stream = try await self.seen(fault, body: streamedBody)
    #expect(stream.ending == ending)
    let cut = try #require(RawReply(stream.text))
    #expect(cut.body.contains("data: ") && cut.unchunked == nil)
  }

  @Test("a slow answer is right, and comes a byte at a time")
  func slow() async throws {
    let clock = VirtualClock()
    let seen = try await serving(plan(.slow), clock: RunClock(clock)) { address in
      try await clock.passing { try await exchange(with: address, simpleBody) }
    }
    let reply = try #require(RawReply(seen.text))
    #expect(reply.status == 200)
    #expect(reply.body.utf8.count == reply.promisedLength)
    _ = try reply.object
    #expect(clock.now.offset == .milliseconds(50) * reply.body.utf8.count)
  }

  @Test("a stall sends nothing, until the server stops or the client hangs up")
  func stall() async throws {
    let observed = Observed()
    let stalled = Event()
    let plan = try plan(.stall)
    let connection = try await MakerServerTests.serving(
      constant("x"), plan,
      observer: { request in
        observed.add(request)
        if observed.all.count == 2 { stalled.happen() }
      },
      { address in
        let other = try RawConnection(port: address.port)
        try other.send(rawRequest(body: simpleBody))
        let connection = try RawConnection(port: address.port)
        try connection.send(rawRequest(body: simpleBody))
        await stalled.wait()
        #expect(connection.isQuiet && other.isQuiet)
        return connection
      })
    // `other` is gone, and the server has stopped; had it waited for either, it would not have.
    let seen = try await connection.readToEnd()
    #expect(seen.text.isEmpty && seen.ending == .closed)
    #expect(observed.all.allSatisfy { $0.fault == .stall && $0.status == nil })
  }

  @Test("a latency passes before the answer, right or wrong", arguments: ["429:1", "500:0"])
  func latency(fault: String) async throws {
    let clock = VirtualClock()
    let plan = try FaultPlan(faults: [fault], latency: "fixed:90s")
    let seen = try await serving(plan, clock: RunClock(clock)) { address in
      try await clock.passing { try await exchange(with: address, simpleBody) }
    }
    #expect(RawReply(seen.text)?.status == (fault == "429:1" ? 429 : 200))
    #expect(clock.now.offset == .seconds(90))
  }

  @Test("faults follow the plan request by request, and only where the model is asked")
  func order() async throws {
    let plan = try FaultPlan(faults: ["500:0.3", "empty:0.3"], seed: 11)
    let statuses = try await serving(plan) { address in
      let connection = try RawConnection(port: address.port)
      var statuses: [Int] = []
      for _ in 0..<40 {
        #expect(try await connection.ask(rawRequest("GET", "/v1/models")).status == 200)
        let reply = try await connection.ask(rawRequest(body: simpleBody))
        statuses.append(reply.body.isEmpty ? 204 : reply.status)
      }
      return statuses
    }
    let planned = (0..<40).map { index in
      switch plan.injection(at: index).fault {
      case .internalError: 500
      case .empty: 204
      default: 200
      }
    }
    #expect(statuses == planned)
    #expect(Set(statuses).count == 3)
  }
}

/// Everything a client gets for one request, and how its connection ends.
private func exchange(
  with address: ServerAddress, _ body: String
) async throws -> (text: String, ending: RawConnection.Ending) {
  let connection = try RawConnection(port: address.port)
  try connection.send(rawRequest(body: body, fields: ["connection: close"]))
  return try await connection.readToEnd()
}

private let streamedBody = String(simpleBody.dropLast()) + #","stream":true}"#
