import Maker

extension RunReport {
  /// Whether nobody knows how many steps there will be: durable code that has not come to its end.
  var hasOpenEnd: Bool { steps == DurableChain.openStepCount }

  /// How far the run is, in words.
  var extent: String {
    let decided = Figures.count(tally.decided)
    // How many there will be is only known at the end.
    if solution != nil {
      return "\(decided) decision\(tally.decided == 1 ? "" : "s")" + (hasOpenEnd ? " so far" : "")
    }
    if let map, map.length > 1 {
      return
        "\(Figures.count(tally.decided / map.length)) of \(Figures.count(map.count)) records, \(map.length) agents each"
    }
    return hasOpenEnd ? "\(decided) steps so far" : "\(decided) of \(Figures.count(steps)) \(unit)s"
  }

  /// The word for a step: a map has records, and with several agents more than one decision of each, as a solver has of
  /// each problem.
  var unit: String {
    guard solution == nil else { return "decision" }
    return map.map { $0.length > 1 ? "decision" : "record" } ?? "step"
  }

  /// A step in words.
  func place(_ step: Int) -> String { map?.name(of: step) ?? "step \(Figures.count(step))" }

  /// The option of `maker show` that shows a step.
  func option(_ step: Int) -> String {
    guard let map else { return "--step \(step)" }
    return "--record \(map.record(of: step))" + (map.length > 1 ? " --agent \(map.agent(of: step))" : "")
  }

  /// How far the run is as a share of its steps; nil while nobody knows.
  var share: Double? {
    hasOpenEnd ? nil : steps > 0 ? Double(tally.decided) / Double(steps) : 1
  }
}
