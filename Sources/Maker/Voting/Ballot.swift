/// The votes of one step: exact first-to-ahead-by-k over any number of candidates.
///
/// A pure value without clock or I/O. Votes are cast in launch order; the first candidate that is `k` votes ahead
/// of every other wins, and nothing cast later can change that.
public struct Ballot<Answer: Hashable>: Hashable {
  /// An answer and how many votes it has.
  public struct Candidate: Hashable {
    /// The answer.
    public let answer: Answer
    /// Its votes so far.
    public fileprivate(set) var votes: Int
  }

  /// How many votes ahead of every other candidate the winner must be, 1 or more.
  public let k: Int
  /// The candidates in the order of their first vote.
  public private(set) var candidates: [Candidate] = []
  /// For each vote in launch order, the index of its candidate.
  public private(set) var order: [Int] = []
  private var leaderIndex = 0
  private var leadersVotes = 0
  private var runnerUpsVotes = 0

  /// An empty ballot.
  ///
  /// - Parameter k: The lead that decides, 1 or more.
  public init(k: Int) {
    precondition(k >= 1, "a lead of at least one vote decides")
    self.k = k
    order.reserveCapacity(k)
  }

  /// The number of votes cast.
  public var count: Int { order.count }

  /// The votes by which the leader is ahead of the best of the others; 0 on a tie.
  public var lead: Int { leadersVotes - runnerUpsVotes }

  /// The fewest further votes that could decide; 0 once decided.
  public var deficit: Int { k - lead }

  /// The winner, once there is one.
  public var decision: Answer? { lead >= k ? candidates[leaderIndex].answer : nil }

  /// Counts one vote. A decided ballot takes no more.
  public mutating func cast(_ answer: Answer) {
    precondition(lead < k, "the ballot is decided")
    // Candidates are few, nearly always one: a scan is faster than a dictionary.
    let index = candidates.firstIndex { $0.answer == answer } ?? candidates.count
    if index == candidates.count { candidates.append(Candidate(answer: answer, votes: 0)) }
    candidates[index].votes += 1
    order.append(index)
    let votes = candidates[index].votes
    if index == leaderIndex {
      leadersVotes = votes
    } else if votes > leadersVotes {
      runnerUpsVotes = leadersVotes
      (leaderIndex, leadersVotes) = (index, votes)
    } else {
      runnerUpsVotes = max(runnerUpsVotes, votes)
    }
  }
}

extension Ballot.Candidate: Sendable where Answer: Sendable {}
extension Ballot: Sendable where Answer: Sendable {}
