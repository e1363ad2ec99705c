import Maker
import MakerTesting

/// A stand-in for a language model, so that the tutorial needs no key: it knows the answers, errs in a twentieth of its
/// replies and mumbles in a fiftieth. A model of yours is made in its place.
enum Simulation {
  static let model = NoisyModel(
    Noise(errorRate: 0.05, malformedRate: 0.02), seed: 7, right: { right($0.content) },
    wrong: { prompt, _ in wrong(prompt.content) })

  private static func right(_ prompt: String) -> String {
    let numbers = prompt.split { !"-0123456789".contains($0) }.compactMap { Int($0) }
    if prompt.hasPrefix("Balance"), numbers.count == 2 { return "\(numbers[0] + numbers[1])" }
    let isBill = prompt.contains("charged") || prompt.contains("price")
    if prompt.hasPrefix("Which team") { return isBill ? "billing" : "technical" }
    return prompt.contains("twice") ? "yes" : "no"
  }

  private static func wrong(_ prompt: String) -> String {
    switch right(prompt) {
    case "billing": "technical"
    case "technical": "billing"
    case "yes": "no"
    case "no": "yes"
    case let number: number + "0"
    }
  }
}
