/// The trees of a run as far as a report has room for them.
package struct ShownTrees {
  /// The trees.
  package private(set) var trees: [ShownTree] = []
  /// How many problems of them were left out.
  package private(set) var omitted = 0

  /// The trees of a run that shares the room with others.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - runs: How many runs of the report have trees.
  package init(of run: RunSurvey, among runs: Int) {
    var room = TreeRoom(of: runs)
    for shown in run.solving?.trees ?? [] {
      guard let tree = room.take(shown.tree) else {
        omitted += shown.tree.count
        continue
      }
      var taken = shown
      taken.tree = tree
      trees.append(taken)
      omitted += tree.omittedBelow
    }
  }

  /// How many problems are shown.
  var problems: Int { trees.reduce(0) { $0 + $1.tree.count } - trees.reduce(0) { $0 + $1.tree.omittedBelow } }
}

extension ReportTree {
  /// How many problems in it were left out.
  fileprivate var omittedBelow: Int { children.reduce(omitted) { $0 + $1.omittedBelow } }
}
