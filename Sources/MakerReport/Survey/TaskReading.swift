/// What a report has to know of a run's task. Everything is a closure, so that reports know no task themselves.
public struct TaskReading: Sendable {
  /// The record of the right answer of a step; nil for a step that the task does not have.
  public typealias Truth = @Sendable (_ step: Int) -> [UInt8]?

  /// The right answers; nil where they are not known.
  public var truth: Truth?
  /// The answer of a record as JSON; nil when there is none in it.
  public var json: @Sendable (_ record: [UInt8]) -> String?
  /// The record of the answer that a repairing parser finds in a reply, nil when it finds none: what a vote would have
  /// been without red flags. Nil where the task has no such parser.
  public var repaired: (@Sendable (_ reply: String) -> [UInt8]?)?
  /// The towers of the game, where the task is one of towers.
  public var towers: Towers?
  /// The records of a map; nil for any other task.
  public var records: RecordReading?
  /// The problems of a run that solved some; nil for any other task.
  public var solving: SolvingReading?

  /// Makes a reading; the default knows nothing but that answers are bytes.
  public init(
    truth: Truth? = nil, json: @escaping @Sendable (_ record: [UInt8]) -> String? = { _ in nil },
    repaired: (@Sendable (_ reply: String) -> [UInt8]?)? = nil, towers: Towers? = nil,
    records: RecordReading? = nil, solving: SolvingReading? = nil
  ) {
    (self.records, self.solving) = (records, solving)
    self.truth = truth
    self.json = json
    self.repaired = repaired
    self.towers = towers
  }
}

/// Where the disks of a game of towers stand while nothing goes wrong.
public struct Towers: Sendable {
  /// The number of disks.
  public var disks: Int
  /// The stacks by peg before a step, each bottom to top.
  public var stacks: @Sendable (_ step: Int) -> [[Int]]

  /// Makes towers.
  public init(disks: Int, stacks: @escaping @Sendable (_ step: Int) -> [[Int]]) {
    self.disks = disks
    self.stacks = stacks
  }
}
