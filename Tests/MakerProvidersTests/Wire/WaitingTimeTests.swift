import MakerProviders
import Testing

@Suite("How long a provider asks to wait")
struct WaitingTimeTests {
  private func wait(_ headers: [(String, String)]) -> Duration? {
    WaitingTime.retryAfter(WireFixture.fields(headers), now: WireFixture.now)
  }

  @Test(
    "Retry-After in seconds is held between nothing and an hour",
    arguments: [
      ("0", 0.0), ("1", 1), ("20", 20), ("1.5", 1.5), (" 2 ", 2), ("+3", 3), ("-5", 0), ("-0", 0),
      ("3600", 3600),
      ("3601", 3600), ("99999999999999999999999999", 3600), ("0.0001", 0.001),
      (String(repeating: "9", count: 400), 3600),
    ] as [(String, Double)])
  func seconds(value: String, seconds: Double) {
    #expect(wait([("Retry-After", value)]) == .seconds(seconds))
  }

  @Test(
    "a Retry-After that is no time is none",
    arguments: ["", "soon", "1e3", "inf", "nan", "1,5", "0x10", ".", "--1"])
  func nonsense(value: String) {
    #expect(wait([("retry-after", value)]) == nil)
  }

  @Test("an HTTP date in the past waits no time")
  func past() {
    #expect(wait([("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]) == .zero)
  }

  @Test("an HTTP date to come waits until then, and never longer than an hour")
  func future() {
    #expect(wait([("retry-after", "Sat, 21 Nov 2026 00:00:42 GMT")]) == .seconds(42))
    #expect(wait([("retry-after", "Saturday, 21-Nov-26 00:00:42 GMT")]) == .seconds(42))
    #expect(wait([("retry-after", "Sat Nov 21 00:00:42 2026")]) == .seconds(42))
    #expect(wait([("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")]) == .seconds(3600))
  }

  @Test("retry-after-ms comes first, and is held in bounds too")
  func milliseconds() {
    #expect(wait([("retry-after", "7"), ("retry-after-ms", "250")]) == .milliseconds(250))
    #expect(wait([("retry-after-ms", "-250")]) == .zero)
    #expect(wait([("retry-after-ms", "1e9"), ("retry-after", "7")]) == .seconds(7))
    #expect(wait([("retry-after-ms", "99999999999")]) == .seconds(3600))
  }

  @Test("without Retry-After a used-up budget says when it comes back")
  func resets() {
    #expect(
      wait([("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1s")]) == .seconds(1))
    #expect(
      wait([("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s")]) == .seconds(360))
    #expect(
      wait([
        ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "120ms"),
        ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "2s"),
      ]) == .seconds(2))
    #expect(
      wait([
        ("anthropic-ratelimit-requests-remaining", "0"),
        ("anthropic-ratelimit-requests-reset", "2026-11-21T00:00:30Z"),
      ]) == .seconds(30))
  }

  @Test("a budget that is not used up does not hold anything back")
  func notUsedUp() {
    #expect(wait([("x-ratelimit-remaining-requests", "5"), ("x-ratelimit-reset-requests", "1h")]) == nil)
    #expect(wait([("x-ratelimit-reset-requests", "1h")]) == nil)
    #expect(wait([]) == nil)
  }
}
