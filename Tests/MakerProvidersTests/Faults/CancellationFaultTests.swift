import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Faults: cancellation in the middle")
struct CancellationFaultTests {
  @Test("a request that is out when its call is cancelled is answered, and the reply is kept")
  func settled() async throws {
    try await withFaults { _, _ in
      [.wait(for: "cancelled"), .send(Answers.chat())]
    } body: { server, endpoint in
      let task = Task { await endpoint.wait() }
      await server.received(1)
      task.cancel()
      server.open("cancelled")
      #expect(await task.value.reply?.content == "4")
      #expect(server.requests.count == 1)
    }
  }

  @Test("a request that is not answered in time is broken off, and its connection is closed")
  func abandoned() async throws {
    try await withFaults { _, _ in
      [.stall]
    } body: { server, endpoint in
      let task = Task { await endpoint.wait() }
      await server.received(1)
      task.cancel()
      // The time it is given to come home.
      await endpoint.clock.sleepers(1)
      endpoint.clock.advance(by: .seconds(5))
      #expect(await task.value.error?.code == .cancelled)
      await server.closed(1)
    }
  }

  @Test("a hundred calls that are cancelled at once leave nothing behind")
  func crowd() async throws {
    try await withFaults {
      $0.settleGrace = .zero
      $0.maximumConnections = 20
    } respond: { number, _ in
      number < 20 ? [.stall] : [.send(Answers.chat())]
    } body: { server, endpoint in
      let tasks = (0..<100).map { _ in Task { await endpoint.wait() } }
      await server.received(20)
      for task in tasks { task.cancel() }
      let results = await endpoint.clock.passing {
        var results: [Result<Response, LanguageModelError>] = []
        for task in tasks { results.append(await task.value) }
        return results
      }
      #expect(results.count { $0.error?.code == .cancelled } + results.count { $0.reply != nil } == 100)
      #expect(endpoint.model.limiter.state.inFlight == 0)
      // And the next call is served as if nothing had been.
      let next = await endpoint.clock.passing { await endpoint.wait() }
      #expect(next.reply?.content == "4")
    }
  }
}
