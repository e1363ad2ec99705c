import Maker
import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a run's votes are held to while it goes on: kept in its file, so that a resumed run is held to the same.
struct WatchPlan: Sendable {
  private static let (forecastKey, targetKey, adaptKey) = ("forecast", "target", "adapt_k")

  /// What was expected of the run; nil when k was chosen by a person.
  var forecast: Forecast?
  /// The wanted chance of zero errors.
  var target: Double
  /// Whether k is raised when p falls.
  var raisesK: Bool

  /// As a run file keeps it.
  var configuration: [String: String] {
    var facts = [Self.targetKey: "\(target)", Self.adaptKey: "\(raisesK)"]
    if let forecast {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // A forecast is made of finite numbers: there is nothing JSON has no word for.
      facts[Self.forecastKey] = (try? encoder.encode(forecast)).map { String(decoding: $0, as: UTF8.self) }
    }
    return facts
  }

  init(forecast: Forecast? = nil, target: Double, raisesK: Bool) {
    (self.forecast, self.target, self.raisesK) = (forecast, target, raisesK)
  }

  /// What a run file keeps; a run of an earlier version is held to the default.
  ///
  /// - Parameters:
  ///   - description: What the file says about its run.
  ///   - raisesK: Whether k is raised from now on, whatever was chosen before.
  init(_ description: RunDescription, raisesK: Bool) {
    let facts = description.configuration
    let target = facts[Self.targetKey].flatMap(Double.init).flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
    self.init(
      forecast: Self.forecast(description), target: target ?? 0.95,
      raisesK: raisesK || facts[Self.adaptKey] == "true")
  }

  /// What was expected of a recorded run; nil when nothing was.
  static func forecast(_ description: RunDescription) -> Forecast? {
    description.configuration[forecastKey].flatMap {
      try? JSONDecoder().decode(Forecast.self, from: Data($0.utf8))
    }
  }

  /// The watch over a run; nil when there is no p to hold it to.
  ///
  /// - Parameters:
  ///   - k: The lead that the run begins with.
  ///   - steps: Its steps.
  ///   - samplesPerStep: The samples that a step may take at the most.
  /// - Returns: The watch, which speaks on standard error.
  func watch(k: Int, steps: Int, samplesPerStep: Int) -> LiveWatch? {
    // A k that a person chose was chosen for the p it takes to reach the target.
    let p = forecast?.pLower ?? ScalingLaws.leastP(k: k, steps: Double(steps), target: target)
    // A single vote decides with k = 1, so that none is ever outvoted and there is nothing to see.
    guard p > 0.5, p <= 1, k > 1 else { return nil }
    return LiveWatch(k: k, p: p, target: target, raisesK: raisesK, samplesPerStep: samplesPerStep) {
      StandardError.line(Self.message($0, steps: steps, samplesPerStep: samplesPerStep))
    }
  }

  /// What a person is told.
  private static func message(_ drift: Drift, steps: Int, samplesPerStep: Int) -> String {
    let most = ScalingLaws.mostVotes(p: drift.p, k: drift.nextK, steps: Double(steps))
    let enough =
      drift.neededK.map { $0 > drift.nextK } == true
      ? ", though the target needs more"
      : most > Double(samplesPerStep)
        ? ". A step may now take \(Figures.short(most)) votes: one that reaches --max-samples stops the run, resumable"
        : ""
    let raised = "k is raised from \(drift.k) to \(drift.nextK) for the steps to come\(enough)."
    // A live line is on the terminal, and stays as it is.
    let start = (StandardError.isTerminal ? "\n" : "") + "maker: at step \(Figures.count(drift.step)) "
    guard let votes = drift.votes else {
      return start + "\(raised) An earlier session saw that p had fallen to \(Figures.fixed(drift.p, 6))."
    }
    let message =
      "\(start)p has fallen: \(Figures.count(votes.trials - votes.hits)) of the last \(Figures.count(votes.trials)) votes "
      + "were outvoted. k = \(drift.k) reckons with p = "
      + "\(Figures.fixed(drift.plannedP, 6)); by agreement p is now about \(Figures.fixed(drift.p, 6)), and lower where wrong answers won. "
    guard let needed = drift.neededK else {
      return message
        + "No k helps a model that is wrong as often as right. Look at `maker show RUN --contested`."
    }
    if needed <= drift.k { return message + "k = \(drift.k) still reaches the target." }
    if drift.nextK > drift.k { return message + raised }
    return message
      + "The target needs k = \(needed), and k stays \(drift.k): stop the run, and `maker resume RUN --adapt-k` raises it."
  }
}
