import Foundation
import Maker
import Testing

@Suite struct TallyTests {
  private func decision(votes: [Int], flags: [FlagKind] = [], k: Int = 2) throws -> Decision<Int> {
    var ballot = Ballot<Int>(k: k)
    for vote in votes { ballot.cast(vote) }
    let usage = Usage(inputTokens: 10, outputTokens: 3)
    let samples = (0..<(votes.count + flags.count)).map { place in
      Sample(
        request: SampleRequest(slot: place, attempt: 0, temperature: 1, seed: 0),
        response: Response("x", usage: usage),
        flag: place < flags.count ? Flagged(flags[place], "so") : nil)
    }
    return try #require(Decision(step: 0, ballot: ballot, samples: samples))
  }

  @Test func `a tally counts votes, flags, tokens and the longest ballot`() throws {
    var tally = Tally()
    tally.count(try decision(votes: [1, 1]))
    tally.count(try decision(votes: [1, 2, 1, 3, 1], flags: [.malformed, .overlong, .malformed]))
    tally.count(try decision(votes: [1, 1], flags: [.empty]))
    #expect(tally.decided == 3)
    #expect(tally.votes == 9)
    #expect(tally.samples == 13)
    #expect(tally.outvoted == 2)
    #expect(tally.contested == 2)
    #expect(tally.longestBallot == 5)
    #expect(tally.flags == [.malformed: 2, .overlong: 1, .empty: 1])
    #expect(tally.flagged == 4)
    #expect(tally.inputTokens == 130)
    #expect(tally.outputTokens == 39)
    #expect(tally.singleAgentErrorRate == 6.0 / 13)
  }

  @Test func `an empty tally has no error rate`() {
    #expect(Tally().singleAgentErrorRate == nil)
  }

  @Test func `a tally is a plain JSON object and comes back from it`() throws {
    var tally = Tally()
    tally.count(try decision(votes: [1, 2, 1, 1], flags: [FlagKind(rawValue: "own_kind")]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(tally)
    let expected =
      #"{"contested":1,"decided":1,"flags":{"own_kind":1},"ledger":{"named":{},"unnamed":{"samples":5,"usage":"#
      + #"{"cache_write_tokens":0,"cached_input_tokens":0,"input_tokens":50,"output_tokens":15,"reasoning_tokens":0}}},"#
      + #""longest_ballot":4,"outvoted":1,"rulings":0,"samples":5,"votes":4}"#
    #expect(String(decoding: data, as: UTF8.self) == expected)
    #expect(try JSONDecoder().decode(Tally.self, from: data) == tally)
  }
}
