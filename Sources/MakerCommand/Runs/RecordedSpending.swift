import Maker
import MakerJournal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Prices and caps as a run file keeps them, so that whoever reads it can tell what the run cost, and a resumed run
/// keeps to what was allowed.
enum RecordedSpending {
  private static let pricesKey = "prices"
  private static let capsKey = "caps"

  /// The configuration of a run with these prices and caps.
  static func configuration(_ prices: PriceList, _ caps: Caps) -> [String: String] {
    [pricesKey: text(prices), capsKey: text(caps)]
  }

  /// The prices a run was started with; none when the file holds none.
  static func prices(_ description: RunDescription) -> PriceList {
    value(description.configuration[pricesKey]) ?? PriceList()
  }

  /// The caps a run has; none when the file holds none.
  static func caps(_ description: RunDescription) -> Caps {
    value(description.configuration[capsKey]) ?? Caps()
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Prices and caps are finite: there is nothing JSON has no word for.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private static func value<Value: Decodable>(_ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}
