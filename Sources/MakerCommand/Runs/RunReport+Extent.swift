import Maker

extension RunReport {
  /// Whether nobody knows how many steps there will be: durable code that has not come to its end.
  var hasOpenEnd: Bool { steps == DurableChain.openStepCount }

  /// How far the run is, in words.
  var extent: String {
    let decided = Figures.count(tally.decided)
    return hasOpenEnd ? "\(decided) steps so far" : "\(decided) of \(Figures.count(steps)) steps"
  }

  /// How far the run is as a share of its steps; nil while nobody knows.
  var share: Double? {
    hasOpenEnd ? nil : steps > 0 ? Double(tally.decided) / Double(steps) : 1
  }
}
