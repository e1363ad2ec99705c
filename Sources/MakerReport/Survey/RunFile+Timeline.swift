import Maker
import MakerJournal

/// What run files keep of a run's course besides its decisions. Files of schema 2 and before have none of it.
struct Timeline: Sendable {
  /// Where the run stood from time to time, thinned out; nil where that was not recorded.
  var marks: [RunMark]?
  /// Its replies in outline; nil where that was not recorded.
  var sketch: RunSketch?
  /// The changes of k, in order.
  var leads: [LeadRaise] = []

  /// The most marks a figure is drawn from.
  static let limit = 400

  /// Marks at even distances, the first and the last among them.
  static func thinned(_ marks: [RunMark], to limit: Int = Timeline.limit) -> [RunMark] {
    guard marks.count > limit, limit > 1 else { return marks }
    return (0..<limit).map { marks[$0 * (marks.count - 1) / (limit - 1)] }
  }
}

extension RunFile {
  /// The course of the run.
  ///
  /// - Throws: ``Maker/JournalError`` of code `corrupt` or `unreadable`.
  func timeline() throws(JournalError) -> Timeline {
    let marks = try marks()
    return Timeline(
      marks: marks.isEmpty ? nil : Timeline.thinned(marks), sketch: try sketch(),
      leads: try leads().map { LeadRaise(step: $0.step, k: $0.k, p: $0.p) })
  }
}
