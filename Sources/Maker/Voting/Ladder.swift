/// The decorrelation ladder: what is changed, rung by rung, for a step that will not decide.
///
/// Votes that disagree again and again are not noise: the prompt misleads the model, or the temperature leaves it no
/// second thought. Each rung makes the errors of further samples less alike those before. All votes stay on one
/// ballot, which is decided by the same lead; after the last rung a person decides.
public struct Ladder: Sendable, Hashable, CustomStringConvertible {
  /// What further samples are like.
  public struct Rung: Sendable, Hashable {
    /// Their temperature; nil leaves it as it was at the first samples.
    public var temperature: Double?
    /// Their wording: 0 is the prompt itself, others are the task's paraphrases.
    public var wording: Int
    /// The one model that is asked; nil lets the models take turns as before.
    public var model: Int?

    /// Makes a rung.
    public init(temperature: Double? = nil, wording: Int = 0, model: Int? = nil) {
      self.temperature = temperature
      self.wording = wording
      self.model = model
    }
  }

  /// The rungs above the ground, in order.
  public var rungs: [Rung]
  /// How many samples of a step are launched before the next rung is climbed.
  public var samplesPerRung: Int

  /// Makes a ladder; without rungs a step stays as it is until its limits are reached.
  public init(rungs: [Rung] = [], samplesPerRung: Int = 40) {
    precondition(samplesPerRung >= 1, "a rung takes at least one sample")
    self.rungs = rungs
    self.samplesPerRung = samplesPerRung
  }

  /// A higher temperature, then the paraphrases, then the other models.
  ///
  /// - Parameters:
  ///   - temperature: Of all rungs, higher than that of the first samples.
  ///   - paraphrases: How many the task offers.
  ///   - models: How many models there are to go through.
  ///   - samplesPerRung: How many samples are launched before the next rung.
  /// - Returns: The ladder.
  public static func standard(
    temperature: Double, paraphrases: Int, models: Int, samplesPerRung: Int = 40
  ) -> Ladder {
    var rungs = [Rung(temperature: temperature)]
    rungs += (1...max(1, paraphrases)).prefix(paraphrases).map { Rung(temperature: temperature, wording: $0) }
    rungs += (1...max(1, models)).prefix(models - 1).map { Rung(temperature: temperature, model: $0) }
    return Ladder(rungs: rungs, samplesPerRung: samplesPerRung)
  }

  /// The rung of a step's next sample: 0 is the ground.
  ///
  /// - Parameters:
  ///   - launched: How many samples of the step were launched.
  ///   - attempts: The most samples any of its votes has had.
  ///   - attemptsPerSlot: How many a vote may have before the next rung is climbed.
  /// - Returns: The number of the rung, from 0 to that of the last.
  func height(launched: Int, attempts: Int, attemptsPerSlot: Int) -> Int {
    min(rungs.count, max(launched / samplesPerRung, attempts / attemptsPerSlot))
  }

  /// The rungs in a line.
  public var description: String {
    rungs.isEmpty
      ? "none"
      : "\(samplesPerRung): "
        + rungs.map { rung in
          "\(rung.temperature.map { "\($0)" } ?? "-")/\(rung.wording)/\(rung.model.map { "\($0)" } ?? "-")"
        }.joined(separator: " ")
  }
}
