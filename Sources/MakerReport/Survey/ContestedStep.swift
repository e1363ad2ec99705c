package import Maker
package import MakerJournal

/// A step at which anything but the decided answer was said, as a report shows it.
package struct ContestedStep: Sendable, Hashable {
  /// A candidate and its votes.
  package struct Candidate: Sendable, Hashable {
    /// The answer.
    package var answer: String
    /// Its votes.
    package var votes: Int
    /// Whether it was decided.
    package var isDecided: Bool
  }

  /// Replies of one wording that fared alike.
  package struct Reply: Sendable, Hashable {
    /// The text, its end left out if it is long.
    package var text: String
    /// What became of it: `vote`, or the red flag and its reason.
    package var verdict: String
    /// Whether it was discarded.
    package var isFlagged: Bool
    /// How many there were.
    package var count: Int
  }

  /// The most candidates, and the most wordings of replies, that are shown of a step.
  private static let limit = 12
  /// The most characters of a reply that are shown.
  private static let textLimit = 1_500

  package let step: Int
  package let answer: String
  package let candidates: [Candidate]
  package let samples: Int
  package let flags: [FlagKind: Int]
  package let ruling: Ruling?
  /// Where it stands among the problems of a solver; nil for any other run.
  package internal(set) var place: SolvingReading.Place?
  package private(set) var replies: [Reply] = []
  /// How many candidates and wordings of replies were left out.
  package private(set) var omitted = 0

  package init(_ decision: RecordedDecision, samples kept: [Sample], json: (_ record: [UInt8]) -> String?) {
    func text(_ record: [UInt8]) -> String { json(record) ?? "\(record.count) bytes" }
    step = decision.step
    answer = text(decision.answer)
    samples = decision.samples
    flags = decision.flags
    ruling = decision.ruling
    let all = decision.standing
    candidates = all.prefix(Self.limit).map {
      Candidate(answer: text($0.answer), votes: $0.votes, isDecided: $0.answer == decision.answer)
    }
    omitted = max(0, all.count - Self.limit)
    gather(kept)
  }

  /// The same reply often comes many times; it is shown once, in the order of the first.
  private mutating func gather(_ kept: [Sample]) {
    for sample in kept {
      let whole = sample.response.content
      let text = whole.utf8.count <= Self.textLimit ? whole : String(whole.prefix(Self.textLimit)) + " …"
      let verdict = sample.flag.map { "flagged \($0.kind): \($0.reason)" } ?? "vote"
      if let place = replies.firstIndex(where: { $0.text == text && $0.verdict == verdict }) {
        replies[place].count += 1
      } else if replies.count < Self.limit {
        replies.append(Reply(text: text, verdict: verdict, isFlagged: sample.flag != nil, count: 1))
      } else {
        omitted += 1
      }
    }
  }

  /// Leaves the replies out, to keep a report of a reasonable size.
  package mutating func dropReplies() {
    omitted += replies.count
    replies = []
  }

  /// The bytes of its replies.
  package var size: Int { replies.reduce(0) { $0 + $1.text.utf8.count + $1.verdict.utf8.count } }
}
