import Maker
import MakerServer
import MakerTesting
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("A server over a real socket")
struct ServerTests {
  @Test("one connection serves any number of requests, good and bad")
  func keepAlive() async throws {
    try await serving(echo()) { address in
      #expect(address.baseURL == "http://127.0.0.1:\(address.port)/v1")
      let connection = try RawConnection(port: address.port)
      for seed in 0..<3 {
        let body = simpleBody.dropLast() + #","seed":\#(seed)}"#
        let reply = try await connection.ask(
          rawRequest("POST", "/v1/chat/completions?x=1", body: String(body)))
        #expect(reply.status == 200)
        #expect(reply.fields["content-type"] == "application/json")
        #expect(reply.fields["date"]?.hasSuffix(" GMT") == true)
        #expect(reply.body.contains("hello random(seed: Optional(\(seed)))"))
        #expect(try await connection.ask(rawRequest("GET", "/nowhere")).status == 404)
        #expect(try await connection.ask(rawRequest(body: "nonsense")).status == 400)
      }
    }
  }

  @Test("a stream comes in chunks, and the connection goes on after it")
  func stream() async throws {
    try await serving { address in
      let connection = try RawConnection(port: address.port)
      try connection.send(rawRequest(body: simpleBody.dropLast() + #","stream":true}"#))
      var text = ""
      while RawReply(text)?.unchunked == nil {
        text += String(decoding: try #require(try await connection.read()), as: UTF8.self)
      }
      let reply = try #require(RawReply(text))
      #expect(reply.fields["content-type"]?.hasPrefix("text/event-stream") == true)
      #expect(reply.fields["transfer-encoding"] == "chunked")
      #expect(reply.unchunked?.hasSuffix("data: [DONE]\n\n") == true)
      #expect(try await connection.ask(rawRequest(body: simpleBody)).status == 200)
    }
  }

  @Test("a body that is too long is refused before it is read, told or not how long it is")
  func tooLong() async throws {
    try await serving(change: { $0.maximumBodyBytes = 1000 }) { address in
      let told = try RawConnection(port: address.port)
      let reply = try await told.ask(rawRequest(fields: ["content-length: 99999999999"]))
      #expect(reply.status == 413)
      #expect(try #require(reply.object["error"] as? [String: Any])["message"] != nil)

      let untold = try RawConnection(port: address.port)
      let chunk = "258\r\n" + String(repeating: " ", count: 600) + "\r\n"
      try untold.send(rawRequest(fields: ["transfer-encoding: chunked"]) + chunk + chunk)
      #expect(try await untold.readReply().status == 413)
      // What was left of it is skipped, and the connection goes on.
      try untold.send(chunk + "0\r\n\r\n")
      #expect(try await untold.ask(rawRequest(body: simpleBody)).status == 200)

      let fitting = simpleBody + String(repeating: " ", count: 1000 - simpleBody.utf8.count)
      #expect(try await untold.ask(rawRequest(body: fitting)).status == 200)
    }
  }

  @Test("a key is asked for over HTTP, and what for")
  func key() async throws {
    try await serving(change: { $0.key = AccessKey("secret") }) { address in
      let connection = try RawConnection(port: address.port)
      let refusal = try await connection.ask(rawRequest(body: simpleBody))
      #expect(refusal.status == 401)
      #expect(refusal.fields["www-authenticate"] == "Bearer")
      let wrong = try await connection.ask(
        rawRequest(body: simpleBody, fields: ["authorization: Bearer wrong"]))
      #expect(wrong.status == 401 && !wrong.body.contains("wrong"))
      let right = try await connection.ask(
        rawRequest(body: simpleBody, fields: ["Authorization: Bearer secret"]))
      #expect(right.status == 200)
      #expect(try await connection.ask(rawRequest("GET", "/health")).status == 200)
    }
  }

  @Test("what is not HTTP is refused, and the server goes on")
  func noHTTP() async throws {
    try await serving { address in
      let connection = try RawConnection(port: address.port)
      try connection.send("\u{16}\u{3}\u{1} hello\r\n\r\n")
      #expect(try await connection.readToEnd().text.hasPrefix("HTTP/1.1 400"))
      #expect(try await RawConnection(port: address.port).ask(rawRequest("GET", "/health")).status == 200)
    }
  }

  @Test("a client that finished sending still gets its answer")
  func halfClosed() async throws {
    try await serving { address in
      let connection = try RawConnection(port: address.port)
      try connection.send(rawRequest(body: simpleBody))
      connection.finishSending()
      #expect(RawReply(try await connection.readToEnd().text)?.status == 200)
    }
  }

  @Test("every request is observed once, with its status")
  func observer() async throws {
    let observed = Observed()
    try await serving(observer: { observed.add($0) }) { address in
      let connection = try RawConnection(port: address.port)
      _ = try await connection.ask(rawRequest(body: simpleBody))
      _ = try await connection.ask(rawRequest("GET", "/x?key=secret"))
    }
    #expect(observed.all.map(\.status) == [200, 404])
    #expect(observed.all.map(\.path) == ["/v1/chat/completions", "/x"])
    #expect(observed.all.map(\.method) == ["POST", "GET"])
  }

  @Test(
    "an address that is in use or is not this machine's is refused with a sentence", arguments: [true, false])
  func cannotListen(isInUse: Bool) async throws {
    try await serving { address in
      let error = await #expect(throws: ModelServerError.self) {
        try await serving(
          change: {
            $0.port = isInUse ? address.port : 0
            $0.host = isInUse ? "127.0.0.1" : "192.0.2.1"
          }
        ) { _ in Issue.record("it listens") }
      }
      #expect(error?.code == .cannotListen)
      #expect(error?.description.contains(isInUse ? "port \(address.port)" : "192.0.2.1") == true)
      #expect(error?.description.contains(isInUse ? "in use" : "address") == true)
    }
  }
}

@Suite("A server that stops answers what is in flight")
struct ServerStopTests {
  @Test(
    "a request in flight is answered, new connections are refused, idle ones are closed",
    arguments: [true, false])
  func drain(isCancelled: Bool) async throws {
    let model = WaitingModel()
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let end = Event()
    let server = Task {
      // Long enough for a machine that does many things at once.
      try await serving(model, change: { $0.grace = .seconds(60) }) { address in
        found.yield(address.port)
        await end.wait()
        try Task.checkCancellation()
      }
    }
    let port = try #require(await ports.first { _ in true })
    let idle = try RawConnection(port: port)
    #expect(try await idle.ask(rawRequest("GET", "/health")).status == 200)
    let busy = try RawConnection(port: port)
    try busy.send(rawRequest(body: simpleBody))
    await model.asked.wait()
    if isCancelled { server.cancel() } else { end.happen() }
    // The idle connection is closed once the server no longer listens.
    #expect(try await idle.readToEnd().text.isEmpty)
    #expect(throws: RawConnection.Failure(number: ECONNREFUSED)) { try RawConnection(port: port) }
    model.told.happen()
    let seen = try await busy.readToEnd()
    #expect(RawReply(seen.text)?.status == 200 && seen.text.contains("late"))
    #expect(seen.ending == .closed)
    let result = await server.result
    if isCancelled {
      #expect(throws: CancellationError.self) { try result.get() }
    } else {
      #expect(throws: Never.self) { try result.get() }
    }
  }

  @Test("what is not answered within the grace is cut off, and that is told")
  func cutOff() async throws {
    let (model, clock) = (WaitingModel(), VirtualClock())
    let error = await #expect(throws: ModelServerError.self) {
      try await clock.passing {
        try await serving(model, clock: RunClock(clock)) { address in
          let connection = try RawConnection(port: address.port)
          try connection.send(rawRequest(body: simpleBody))
          await model.asked.wait()
        }
      }
    }
    #expect(error?.code == .cutOff)
    #expect(clock.now.offset == .seconds(10))
  }

  @Test("what the body throws is thrown on")
  func failure() async throws {
    struct Failure: Error {}
    await #expect(throws: Failure.self) { try await serving { _ in throw Failure() } }
  }
}
