import Maker
import MakerProviders
import MakerTesting
import Testing

@Suite("Settling")
struct SettlingTests {
  @Test(
    "a request that is out when its call is cancelled may come home, and its reply is kept: it is paid for")
  func comesHome() async {
    let endpoint = ScriptedEndpoint([.chat("4", after: .seconds(3))])
    let task = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    task.cancel()
    // The request, and the time it is given.
    await endpoint.clock.sleepers(2)
    endpoint.clock.advance(by: .seconds(3))
    #expect(await task.value.reply?.content == "4")
    #expect(endpoint.transport.broken == 0)
  }

  @Test("one that does not come home in time is broken off, and its place is free again")
  func doesNotComeHome() async {
    let endpoint = ScriptedEndpoint([.chat("4", after: .seconds(60))]) { $0.settleGrace = .seconds(5) }
    let task = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    task.cancel()
    await endpoint.clock.sleepers(2)
    endpoint.clock.advance(by: .seconds(5))
    #expect(await task.value.error?.code == .cancelled)
    #expect(endpoint.transport.broken == 1)
    #expect(endpoint.limiter.state.inFlight == 0)
  }

  @Test("one that comes home with a failure that passes is not sent again")
  func failsWhileSettling() async {
    let endpoint = ScriptedEndpoint([.status(500, after: .seconds(1)), .chat("4")])
    let task = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    task.cancel()
    await endpoint.clock.sleepers(2)
    endpoint.clock.advance(by: .seconds(1))
    #expect(await task.value.error?.code == .cancelled)
    #expect(endpoint.transport.count == 1)
  }

  @Test("one that comes home without money says so, although nobody waits for its reply any more")
  func moneyWhileSettling() async {
    let endpoint = ScriptedEndpoint([.status(402, after: .seconds(1))])
    let task = Task { await endpoint.ask() }
    await endpoint.clock.sleepers(1)
    task.cancel()
    await endpoint.clock.sleepers(2)
    endpoint.clock.advance(by: .seconds(1))
    #expect(await task.value.error?.code == .outOfMoney)
  }
}
