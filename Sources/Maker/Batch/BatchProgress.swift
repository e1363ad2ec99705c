import Synchronization

/// What a run that votes in batches waits for, readable from any thread while it goes on.
public final class BatchProgress: Sendable {
  /// What is done at one moment.
  public enum Activity: Sendable, Hashable {
    /// Votes are counted and decisions recorded.
    case counting
    /// A batch of an earlier session is asked after.
    case lookingUp
    /// A batch is sent.
    case submitting
    /// A batch is being answered; so many of its items are done.
    case waiting(done: Int, total: Int)
    /// The provider is not to be reached or brings nothing, in its words; it is asked again.
    case retrying(String)
  }

  /// How far the run is at one moment.
  public struct Snapshot: Sendable, Hashable, CustomStringConvertible {
    /// What is done.
    public var activity = Activity.counting
    /// Rounds of this session, from 1; 0 stands for the batches of earlier sessions.
    public var round = 0
    /// Which of the round's batches that is about, from 1.
    public var batch = 0
    /// The batches of the round.
    public var batches = 0
    /// How many steps are voted on at once.
    public var window = 0
    /// The step at which the draft was last found wrong, from 0; nil while it is right.
    public var draftLeftAt: Int?

    /// What it waits for, in a line: `batch 3 of round 2: 1,204 of 5,000 done`.
    public var description: String {
      let name =
        round == 0 ? "batch \(batch) of \(batches) of an earlier session" : "batch \(batch) of round \(round)"
      switch activity {
      case .counting: return round == 0 ? "counting votes" : "counting the votes of round \(round)"
      case .lookingUp: return "\(name): asking what became of it"
      case .submitting: return "\(name): sending it"
      case .waiting(_, total: 0): return "\(name): waiting its turn"
      case .waiting(let done, let total): return "\(name): \(grouped(done)) of \(grouped(total)) done"
      case .retrying(let cause): return "\(name): \(cause) Trying again."
      }
    }

    private func grouped(_ count: Int) -> String {
      let digits = String(count)
      return String(
        digits.enumerated().flatMap { place, digit in
          let left = digits.count - place
          return place > 0 && left.isMultiple(of: 3) ? [",", digit] : [digit]
        })
    }
  }

  private let latest = Mutex(Snapshot())

  /// How far the run is now.
  public var snapshot: Snapshot { latest.withLock { $0 } }

  func update(_ change: (inout Snapshot) -> Void) { latest.withLock { change(&$0) } }
}
