import MakerProviders
import Testing

@Suite("Dates of HTTP")
struct HTTPDateTests {
  private let now = WireFixture.now

  @Test(
    "all three forms of RFC 9110 are read",
    arguments: [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "sun, 06 nov 1994 08:49:37 gmt", "Sun, 06 Nov 1994 08:49:37 UTC",
    ])
  func forms(text: String) {
    #expect(HTTPDate.parse(text, now: now) == 784_111_777)
  }

  @Test("a year of two digits is the nearest that is not over fifty years ahead")
  func twoDigits() {
    #expect(HTTPDate.parse("Saturday, 21-Nov-26 00:00:00 GMT", now: now) == now)
    #expect(HTTPDate.parse("Friday, 01-Jan-99 00:00:00 GMT", now: now) == 915_148_800)
    #expect(HTTPDate.parse("Wednesday, 01-Jan-76 00:00:00 GMT", now: now) == 3_345_062_400)
    #expect(HTTPDate.parse("Thursday, 01-Jan-70 00:00:00 GMT", now: 0) == 0)
  }

  @Test("leap days and leap seconds are counted")
  func leaps() {
    #expect(HTTPDate.parse("Thu, 29 Feb 2024 00:00:00 GMT", now: now) == 1_709_164_800)
    #expect(HTTPDate.parse("Fri, 01 Mar 2024 00:00:00 GMT", now: now) == 1_709_251_200)
    #expect(HTTPDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", now: now) == 1_483_228_800)
    #expect(HTTPDate.parse("Thu, 01 Jan 1970 00:00:00 GMT", now: now) == 0)
    #expect(HTTPDate.parse("Wed, 31 Dec 1969 23:59:59 GMT", now: now) == -1)
  }

  @Test(
    "what is no date is none",
    arguments: [
      "", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37",
      "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
      "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 GMT, and a great deal more of text than any date has ever had",
    ])
  func nonsense(text: String) {
    #expect(HTTPDate.parse(text, now: now) == nil)
  }

  @Test(
    "dates of RFC 3339 are read",
    arguments: [
      ("2026-11-21T00:00:00Z", 0.0), ("2026-11-21t00:00:01z", 1), ("2026-11-21 00:00:02Z", 2),
      ("2026-11-21T01:00:00+01:00", 0), ("2026-11-20T23:30:00-00:30", 0), ("2026-11-21T00:00:00.5Z", 0.5),
      ("2026-11-21T00:00:00.250000Z", 0.25),
    ])
  func rfc3339(text: String, after: Double) throws {
    let date = try #require(HTTPDate.parseRFC3339(text))
    #expect(abs(date - now - after) < 1e-6)
  }

  @Test(
    "what is no date of RFC 3339 is none",
    arguments: [
      "", "2026-11-21", "2026-11-21T00:00:00", "2026-13-21T00:00:00Z", "2026-11-21T00:00:00+1:00",
      "2026-11-21T00:00:00.Q", "20261121T000000Z     ", "2026-11-21T00:00:00Zulu", "0000-11-21T00:00:00Z",
    ])
  func notRFC3339(text: String) {
    #expect(HTTPDate.parseRFC3339(text) == nil)
  }
}
