/// What was measured of models on random steps of a task: what `maker calibrate` writes and plans are made from.
///
/// Its JSON form is the calibration file, described in docs/calibration-file.md.
public struct Calibration: Sendable, Hashable, Codable {
  /// What the file names itself.
  public static let format = "maker-calibration"
  /// The version of the form that this code writes; a file of a higher one is refused.
  public static let version = 1

  /// The name of the task.
  public var task: String
  /// The parameters of the task by name.
  public var parameters: [String: String]
  /// The steps of the task that a run would have.
  public var steps: Int
  /// When it was finished, seconds since 1970.
  public var created: Double
  /// The version of maker that made it.
  public var makerVersion: String
  /// The seed that chose the steps.
  public var seed: UInt64
  /// ``ChainTask/promptDigest`` of the task; nil where other prompts than its own were sampled, or nobody kept it.
  public var promptDigest: String?
  /// The models: those of the latest session in the order they were named, then those of earlier ones.
  public var models: [ModelCalibration]

  /// Makes a calibration.
  public init(
    task: String, parameters: [String: String] = [:], steps: Int, created: Double, makerVersion: String,
    seed: UInt64, promptDigest: String? = nil, models: [ModelCalibration]
  ) {
    self.task = task
    self.parameters = parameters
    self.steps = steps
    self.created = created
    self.makerVersion = makerVersion
    self.seed = seed
    self.promptDigest = promptDigest
    self.models = models
  }

  private enum CodingKeys: String, CodingKey {
    case format, version, task, parameters, steps, created, seed, models
    case makerVersion = "maker_version"
    case promptDigest = "prompt_digest"
  }

  /// Reads a calibration file.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    let format = try keys.decode(String.self, forKey: .format)
    guard format == Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: keys, debugDescription: "this is a file of the format \(format)")
    }
    let version = try keys.decode(Int.self, forKey: .version)
    guard version <= Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: keys,
        debugDescription: "its version is \(version), and this maker reads up to \(Self.version)")
    }
    self.init(
      task: try keys.decode(String.self, forKey: .task),
      parameters: try keys.decodeIfPresent([String: String].self, forKey: .parameters) ?? [:],
      steps: try keys.decode(Int.self, forKey: .steps),
      created: try keys.decode(Double.self, forKey: .created),
      makerVersion: try keys.decodeIfPresent(String.self, forKey: .makerVersion) ?? "",
      seed: try keys.decode(UInt64.self, forKey: .seed),
      promptDigest: try keys.decodeIfPresent(String.self, forKey: .promptDigest),
      models: try keys.decode([ModelCalibration].self, forKey: .models))
  }

  /// Writes a calibration file.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(Self.format, forKey: .format)
    try keys.encode(Self.version, forKey: .version)
    try keys.encode(task, forKey: .task)
    try keys.encode(parameters, forKey: .parameters)
    try keys.encode(steps, forKey: .steps)
    try keys.encode(created, forKey: .created)
    try keys.encode(makerVersion, forKey: .makerVersion)
    try keys.encode(seed, forKey: .seed)
    try keys.encodeIfPresent(promptDigest, forKey: .promptDigest)
    try keys.encode(models, forKey: .models)
  }
}
