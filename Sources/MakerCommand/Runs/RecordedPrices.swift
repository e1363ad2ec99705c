import Maker
import MakerJournal
import MicroModel

extension EmbeddedLanguageModel {
  /// It runs on this machine: a token costs nothing.
  static let prices = Prices(inputUSDPerMillionTokens: 0, outputUSDPerMillionTokens: 0)
}

/// Prices as a run file keeps them, so that a run's cost can be told by whoever reads it.
extension Prices {
  private static let inputKey = "input_usd_per_million_tokens"
  private static let outputKey = "output_usd_per_million_tokens"

  var configuration: [String: String] {
    [Self.inputKey: "\(inputUSDPerMillionTokens)", Self.outputKey: "\(outputUSDPerMillionTokens)"]
  }

  /// The prices a run was started with; nil when they are not known.
  init?(_ description: RunDescription) {
    guard let input = description.configuration[Self.inputKey].flatMap(Double.init),
      let output = description.configuration[Self.outputKey].flatMap(Double.init)
    else { return nil }
    self.init(inputUSDPerMillionTokens: input, outputUSDPerMillionTokens: output)
  }
}
