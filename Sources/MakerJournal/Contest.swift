/// How contested a decision was: what orders the decisions that a person looks at first.
///
/// Decisions of votes come before what votes did not decide. The least comes first: a decision whose leading answer is the least ahead for its votes, and among equals the one with
/// the most discarded samples.
public struct Contest: Sendable, Hashable, Comparable {
  /// The step, from 0.
  public let step: Int
  /// By how many votes the first candidate leads the second, as a share of all votes: 0 for a tie, 1 for one answer.
  public let lead: Double
  /// The share of the samples that were discarded.
  public let flagged: Double
  /// Whether votes did not decide it: it is no decision that a person might have to mistrust.
  public let isRuled: Bool

  /// How contested a decision was.
  public init(_ decision: RecordedDecision) {
    let votes = decision.standing.map(\.votes)
    step = decision.step
    lead =
      decision.votes > 0
      ? Double((votes.first ?? 0) - (votes.dropFirst().first ?? 0)) / Double(decision.votes) : 0
    isRuled = decision.ruling != nil
    flagged =
      decision.samples > 0 ? Double(decision.samples - decision.votes) / Double(decision.samples) : 0
  }

  /// Whether one was more contested than the other.
  public static func < (one: Contest, other: Contest) -> Bool {
    (one.isRuled ? 1 : 0, one.lead, -one.flagged, one.step)
      < (other.isRuled ? 1 : 0, other.lead, -other.flagged, other.step)
  }
}

/// The most contested of many decisions, in memory that grows with how many are wanted.
public struct MostContested: Sendable {
  private let limit: Int
  private var kept: [Contest] = []
  /// How many were entered.
  public private(set) var count = 0

  /// None yet.
  ///
  /// - Parameter limit: How many are wanted, 0 or more.
  public init(_ limit: Int) { self.limit = limit }

  /// Enters a decision that votes or red flags contested; one that nobody was asked about is none.
  public mutating func enter(_ decision: RecordedDecision) {
    guard decision.samples > 0, decision.isContested else { return }
    count += 1
    kept.append(Contest(decision))
    guard kept.count >= 1_024, kept.count / 2 >= limit else { return }
    kept = inOrder
  }

  /// Those that are wanted, the most contested first.
  public var inOrder: [Contest] { Array(kept.sorted().prefix(limit)) }
}

extension RecordedDecision {
  /// The candidates with their votes, the one with the most first; of equal ones the one that was voted for first.
  public var standing: [(answer: [UInt8], votes: Int)] {
    guard !candidates.isEmpty else { return votes > 0 ? [(answer: answer, votes: votes)] : [] }
    var counts = Array(repeating: 0, count: candidates.count)
    for place in order where counts.indices.contains(place) { counts[place] += 1 }
    return candidates.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map { (answer: candidates[$0], votes: counts[$0]) }
  }
}
