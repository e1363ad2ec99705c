import Foundation
import Maker
import MakerProviders
import MakerTesting
import NIOCore
import Testing

@Suite("Faults: connections")
struct ConnectionFaultTests {
  @Test("a refused connection names the address, asks whether the server runs, and is not waited for long")
  func refused() async throws {
    // A port that was open a moment ago.
    let url = try await FaultServer.run { _, _ in
      []
    } body: {
      $0.baseURL
    }
    let endpoint = try TestEndpoint(url)
    let error = await endpoint.ask().error
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("127.0.0.1:") == true)
    #expect(error?.message.contains("is the server running?") == true)
    #expect(error?.message.contains("3 tries") == true)
    #expect(endpoint.clock.now.offset < .seconds(3))
    await endpoint.endpoints.shutdown()
  }

  @Test("a name that nobody knows is said by name")
  func dns() async throws {
    // RFC 6761: nothing below `invalid` is ever found.
    let endpoint = try TestEndpoint("http://nobody.invalid:9/v1")
    let error = await endpoint.ask().error
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("nobody.invalid") == true)
    await endpoint.endpoints.shutdown()
  }

  @Test(
    "a certificate that is not trusted ends the call at once, and nothing was sent",
    arguments: [(TestCertificate.here, "not trusted")])
  func untrusted(certificate: String, words: String) async throws {
    try await FaultServer.run(certificate: certificate) { _, _ in
      [.send(Answers.chat())]
    } body: { server in
      let endpoint = try TestEndpoint(server.baseURL, key: "sk-secret-0123456789")
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("certificate") == true)
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
      #expect(server.requests.isEmpty)
      await endpoint.endpoints.shutdown()
    }
  }

  @Test("a certificate of a file that the user trusts is trusted, one for another host never is")
  func trusted() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maker-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("trusted.pem").path
    try (TestCertificate.here + "\n" + TestCertificate.elsewhere).write(
      toFile: file, atomically: true, encoding: .utf8)
    for (certificate, isGood) in [(TestCertificate.here, true), (TestCertificate.elsewhere, false)] {
      try await FaultServer.run(certificate: certificate) { _, _ in
        [.send(Answers.chat())]
      } body: { server in
        let endpoint = try TestEndpoint(server.baseURL) { $0.certificatesPath = file }
        let result = await endpoint.ask()
        #expect((result.reply?.content == "4") == isGood)
        if !isGood { #expect(result.error?.message.contains("another host") == true, "\(result)") }
        await endpoint.endpoints.shutdown()
      }
    }
    #expect(throws: LanguageModelError.self) {
      try TestEndpoint("https://localhost/v1") { $0.certificatesPath = folder.path + "/missing.pem" }
    }
  }

  @Test("https to a server that speaks plain HTTP says so")
  func plain() async throws {
    try await FaultServer.run { _, _ in
      [.send(Answers.chat())]
    } body: { server in
      let endpoint = try TestEndpoint("https://127.0.0.1:\(server.port)/v1") {
        $0.connectTimeout = .milliseconds(300)
      }
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(server.requests.isEmpty)
      await endpoint.endpoints.shutdown()
    }
  }

  @Test("a connection that is reset in the headers is tried again, and the try is on the bill")
  func resetInHeaders() async throws {
    try await withFaults { number, _ in
      number == 0 ? [.send(Array("HTTP/1.1 200 OK\r\nContent-".utf8)), .reset] : [.send(Answers.chat())]
    } body: { _, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries.count == 1)
      #expect(["connection_reset", "connection_closed"].contains(reply?.tries.first?.failure))
    }
  }

  @Test("a connection that ends in the middle of the body is tried again", arguments: [true, false])
  func cutBody(isReset: Bool) async throws {
    try await withFaults { number, _ in
      let half = Array(Answers.chat().dropLast(40))
      return number == 0 ? [.send(half), isReset ? .reset : .close] : [.send(Answers.chat())]
    } body: { _, endpoint in
      let reply = await endpoint.ask().reply
      #expect(reply?.content == "4")
      #expect(reply?.tries.count == 1)
    }
  }

  @Test("a server that closes the connection without a word is tried again")
  func closedAtOnce() async throws {
    try await withFaults { number, _ in
      number < 2 ? [.close] : [.send(Answers.chat())]
    } body: { server, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
      #expect(server.requests.count == 3)
    }
  }

  @Test("an answer that is not HTTP is said to be so")
  func notHTTP() async throws {
    try await withFaults { _, _ in
      [.send(Array("220 mail.example.com ESMTP\r\n".utf8)), .close]
    } body: { _, endpoint in
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("not HTTP") == true, "\(error?.message ?? "")")
    }
  }

  @Test("connections are used again, and are never more than allowed")
  func pooled() async throws {
    try await withFaults {
      $0.maximumConnections = 4
    } respond: { _, _ in
      [.send(Answers.chat())]
    } body: { server, endpoint in
      await withTaskGroup { group in
        for _ in 0..<200 { group.addTask { #expect(await endpoint.wait().reply?.content == "4") } }
      }
      #expect(server.requests.count == 200)
      // The server may see a new connection before it sees the end of the one that it replaces.
      #expect(server.facts.mostConnections <= 8)
      #expect(server.facts.connections < 50)
    }
  }

  @Test("a request says who it is, where it goes and what it takes")
  func request() async throws {
    try await withFaults(key: "sk-plain-0123456789") { _, _ in
      [.send(Answers.chat())]
    } body: { server, endpoint in
      _ = await endpoint.ask()
      let request = try #require(server.requests.first)
      #expect(request.method == "POST")
      #expect(request.path == "/v1/chat/completions")
      #expect(request.header("user-agent")?.hasPrefix("maker/") == true)
      #expect(request.header("accept-encoding") == "gzip")
      #expect(request.header("content-type") == "application/json")
      #expect(request.header("host") == "127.0.0.1:\(server.port)")
      #expect(request.header("authorization") == "Bearer sk-plain-0123456789")
      #expect(request.header("traceparent") == nil)
    }
  }

  @Test("Anthropic's key goes into its own header")
  func anthropicKey() async throws {
    try await withFaults(of: .anthropic, model: "claude-haiku-4-5", key: "sk-ant-0123456789") { _, _ in
      [.send(Answers.error("401 Unauthorized"))]
    } body: { server, endpoint in
      _ = await endpoint.ask()
      #expect(server.requests.first?.header("x-api-key") == "sk-ant-0123456789")
      #expect(server.requests.first?.header("authorization") == nil)
      #expect(server.requests.first?.path == "/v1/messages")
    }
  }

  @Test("after the connections are shut down a model says so")
  func shutDown() async throws {
    try await withFaults { _, _ in
      [.send(Answers.chat())]
    } body: { server, endpoint in
      #expect(await endpoint.ask().reply?.content == "4")
      await endpoint.endpoints.shutdown()
      let error = await endpoint.ask().error
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("shut down") == true)
      #expect(server.requests.count == 1)
    }
  }
}
