import Maker
import MakerJournal

/// When a step is given up, and a map, as a run file keeps it: a run that goes on gives up where it would have.
enum RecordedLimits {
  private static let (samples, attempts) = ("limit.samples", "limit.attempts")
  private static let (seconds, rejects) = ("limit.step_seconds", "limit.rejects")

  /// What the configuration of a run says of them; of what is not limited nothing.
  static func configuration(_ limits: StepLimits, maximumRejects: Int?) -> [String: String] {
    var facts = [samples: "\(limits.samplesPerStep)", attempts: "\(limits.attemptsPerSlot)"]
    facts[seconds] = limits.timePerStep.map { "\($0 / .seconds(1))" }
    facts[rejects] = maximumRejects.map { "\($0)" }
    return facts
  }

  /// The limits of a recorded run; the usual ones where its file says nothing.
  static func limits(_ description: RunDescription) -> StepLimits {
    let facts = description.configuration
    let usual = StepLimits()
    func count(_ name: String, orElse usual: Int) -> Int {
      facts[name].flatMap { Int($0) }.flatMap { 1...1_000_000 ~= $0 ? $0 : nil } ?? usual
    }
    return StepLimits(
      samplesPerStep: count(samples, orElse: usual.samplesPerStep),
      attemptsPerSlot: count(attempts, orElse: usual.attemptsPerSlot),
      timePerStep: facts[seconds].flatMap(Double.init).flatMap { $0 > 0 && $0 < 1e9 ? .seconds($0) : nil })
  }

  /// The most records of a session of a recorded map that may not decide; nil where nobody said.
  static func maximumRejects(_ description: RunDescription) -> Int? {
    description.configuration[rejects].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}
