import ArgumentParser
import Maker
import MakerTasks
import MicroModel

struct CertifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Compute a model's exact chance of the right answer at every step of a task.",
    discussion: """
      Example: maker certify hanoi --disks 20

      Nothing is sampled: the chance of the right reply is computed from the model's own distribution at each of \
      the 2^disks - 1 steps. Exits 0 when the most likely reply is right at every step and the chance of the \
      right reply exceeds 0.9 at every step, else 1.
      """)

  @Argument(help: "The task: hanoi.")
  var task: TaskName = .hanoi
  @Option(parsing: .unconditional, help: "Disks, 1 to 20.")
  var disks: Int = 20
  @Option(parsing: .unconditional, help: "Sampling temperature, above 0.")
  var temperature: Double = EmbeddedLanguageModel.defaultTemperature
  @Option(help: "The model: embedded/hanoi, or the path of a GGUF file.")
  var model: String = "embedded/hanoi"
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try require((1...20).contains(disks), "--disks must be from 1 to 20: the embedded model knows no more.")
    try require(
      temperature >= 0.001 && temperature <= 1000, "--temperature must be from 0.001 to 1000.")
  }

  func run() async throws {
    let task = try TowersOfHanoi(disks: disks)
    try ModelSelection.refuse([model], unlessTrainedLike: ModelSelection.usual)
    let certificate = try await Certificate.make(
      of: ModelSelection.embedded(model), for: task, temperature: temperature)
    let report = CertificateReport(
      certificate: certificate, model: model, disks: disks, temperature: temperature)
    try StandardOutput.print(output.json ? JSONLine.of(report) : report.text)
    if !certificate.isGood { throw CommandFailure(.failed, nil) }
  }
}

/// The tasks that are part of the tool.
enum TaskName: String, ExpressibleByArgument, CaseIterable {
  case hanoi
}

/// What `certify` prints.
private struct CertificateReport: Encodable {
  let certificate: Certificate
  let model: String
  let disks: Int
  let temperature: Double

  var text: String {
    let wrong = { k in Figures.short(certificate.expectedWrongDecisions(k: k)) }
    return """
      model                       \(model), temperature \(temperature)
      steps                       \(Figures.count(certificate.steps)) (\(disks) disks, every one computed)
      most likely reply wrong at  \(Figures.count(certificate.wrong)) steps
      lowest chance of right      \(Figures.fixed(certificate.lowestChance, 4)) (step \(Figures.count(certificate.lowestStep)))
      mean chance of an error     \(Figures.short(certificate.meanError))
      expected wrong decisions    \(wrong(1)) without voting, \(wrong(3)) with k = 3, \(wrong(4)) with k = 4, \(wrong(5)) with k = 5
      certified                   \(certificate.isGood ? "yes" : "NO")
      """
  }

  private enum CodingKeys: String, CodingKey {
    case model, disks, temperature, steps, certified
    case wrong = "most_likely_wrong"
    case lowestChance = "lowest_chance"
    case lowestStep = "lowest_step"
    case meanError = "mean_error"
    case expected = "expected_wrong_decisions"
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(model, forKey: .model)
    try keys.encode(disks, forKey: .disks)
    try keys.encode(temperature, forKey: .temperature)
    try keys.encode(certificate.steps, forKey: .steps)
    try keys.encode(certificate.wrong, forKey: .wrong)
    try keys.encode(certificate.lowestChance, forKey: .lowestChance)
    try keys.encode(certificate.lowestStep, forKey: .lowestStep)
    try keys.encode(certificate.meanError, forKey: .meanError)
    let expected = Dictionary(
      uniqueKeysWithValues: Certificate.leads.map {
        ("k_\($0)", certificate.expectedWrongDecisions(k: $0))
      })
    try keys.encode(expected, forKey: .expected)
    try keys.encode(certificate.isGood, forKey: .certified)
  }
}
