import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a run file keeps for curves and histograms: marks, a second apart at first, and the sketch of all replies.
///
/// Both are written together and now and then only, so that what they cost does not grow with the steps. After a crash
/// the sketch may lack the last seconds; decisions do not rest on it.
struct RunOutline {
  /// The shortest time between two marks, in seconds, and the share of the run's time that it grows to: a run of a
  /// second has one, of a day some 4,000, of a year 7,000.
  private static let interval = (least: 1.0, share: 1.0 / 500)

  private var sketch: RunSketch
  private var marks: Int
  private var lastMarkSeconds = -Double.infinity

  static func read(_ db: Database) throws -> RunOutline {
    // Nobody goes on counting from a sketch that cannot be read; the run itself does not depend on it.
    RunOutline(sketch: (try? SketchRow.read(db)) ?? RunSketch(), marks: try MarkRow.last(db))
  }

  /// Counts the replies of more decisions.
  mutating func add(_ more: RunSketch) { sketch.add(more) }

  /// Writes a mark and the sketch, if it is time for them.
  ///
  /// - Parameters:
  ///   - progress: How far the run is.
  ///   - session: The session at work.
  ///   - earlierSeconds: What earlier sessions took.
  ///   - isLast: Whether the session ends or begins with it, so that there must be one.
  ///   - db: Where it is written.
  /// - Throws: Whatever keeps it from being written.
  mutating func write(
    _ progress: ProgressRow, _ session: RunSession, earlierSeconds: Double, isLast: Bool, _ db: Database
  ) throws {
    let seconds = earlierSeconds + session.wallSeconds
    let interval = max(Self.interval.least, Self.interval.share * seconds)
    guard isLast || seconds - lastMarkSeconds >= interval else { return }
    lastMarkSeconds = seconds
    marks += 1
    let mark = RunMark(
      session: session.number, time: Date(), wallSeconds: seconds, step: progress.step, tally: progress.tally)
    try MarkRow.write(mark, number: marks, db)
    try SketchRow.write(sketch, db)
  }
}
