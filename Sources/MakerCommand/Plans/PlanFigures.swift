import Maker

/// Numbers of a plan as a person reads them.
enum PlanFigures {
  /// A chance with six digits after the point at the most; near 1 as its distance from 1.
  static func chance(_ value: Double) -> String {
    if value < 1, 1 - value < 1e-5 { return "1-" + Figures.short(1 - value) }
    if value > 0.5, value - 0.5 < 1e-5 { return "0.5+" + Figures.short(value - 0.5) }
    if value > 0, value < 1e-4 { return Figures.short(value) }
    var text = Figures.fixed(value, 6)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A number of wrong steps, which may be far below 1.
  static func wrong(_ value: Double) -> String {
    guard value < 1000 else { return steps(value) }
    guard value > 0, value < 0.01 else {
      var text = Figures.fixed(value, 2)
      while text.last == "0" { text.removeLast() }
      return text.last == "." ? String(text.dropLast()) : text
    }
    return Figures.short(value)
  }

  /// Votes or samples of a step.
  static func perStep(_ value: Double) -> String {
    value < 1000 ? Figures.fixed(value, 3) : Figures.short(value)
  }

  /// Steps or votes, which may be more than an integer holds.
  static func steps(_ value: Double) -> String {
    value < 1e15 ? Figures.fixed(value, 0) : Figures.short(value)
  }

  /// A time of any length.
  static func time(_ seconds: Double) -> String {
    let (day, year) = (86_400.0, 31_557_600.0)
    if seconds < 2 * day { return Figures.time(seconds) }
    return seconds < 2 * year
      ? "\(Figures.fixed(seconds / day, 1)) days" : "\(Figures.short(seconds / year)) years"
  }

  /// Why there is no plan.
  static func reason(_ failure: PlanFailure) -> String {
    switch failure {
    case .hopeless(let p): "cannot do it: p = \(chance(p)), and at 0.5 or less no k helps"
    case .tooExpensive(let cost, let k):
      "costs \(Figures.dollars(cost)) at k = \(Figures.count(k)), more than is allowed"
    case .alwaysFlagged, .unpriced: failure.message
    }
  }
}
