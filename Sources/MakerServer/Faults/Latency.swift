#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How long a server waits before it answers.
public enum Latency: Sendable, Hashable {
  /// Always the same.
  case fixed(Duration)
  /// Every time between two as likely as every other.
  case uniform(Duration, Duration)
  /// As real endpoints are: half of the answers take longer than the median, and a few much longer. `sigma` is the
  /// standard deviation of the logarithm.
  case lognormal(median: Duration, sigma: Double)

  /// The longest wait, whatever the distribution says.
  static let most = Duration.seconds(3600)

  /// Reads `fixed:200ms`, `uniform:100ms,300ms` or `lognormal:400ms,0.8`.
  ///
  /// - Throws: ``FaultPlanError`` that names the text and the forms.
  public init(_ text: String) throws(FaultPlanError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let values = parts.count == 2 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
    switch (parts[0], values.count) {
    case ("fixed", 1):
      if let time = Self.duration(values[0]) {
        self = .fixed(time)
        return
      }
    case ("uniform", 2):
      if let least = Self.duration(values[0]), let most = Self.duration(values[1]), least <= most {
        self = .uniform(least, most)
        return
      }
    case ("lognormal", 2):
      if let median = Self.duration(values[0]), let sigma = Double(values[1]), sigma >= 0, sigma <= 10 {
        self = .lognormal(median: median, sigma: sigma)
        return
      }
    default: break
    }
    throw .latency(text)
  }

  /// A number and its unit, up to an hour.
  private static func duration(_ text: Substring) -> Duration? {
    let digits = text.prefix { "0123456789.".contains($0) }
    let nanoseconds: [Substring: Double] = ["us": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9]
    guard let unit = nanoseconds[text[digits.endIndex...]], let number = Double(digits) else { return nil }
    let duration = Duration.nanoseconds(Int64(min(number * unit, 1e15)))
    return duration <= most ? duration : nil
  }

  /// The wait that two random numbers, each from 0 up to but not including 1, stand for.
  func delay(_ first: Double, _ second: Double) -> Duration {
    switch self {
    case .fixed(let time): return time
    case .uniform(let least, let most): return least + (most - least) * first
    case .lognormal(let median, let sigma):
      // A normally distributed number out of two uniform ones, after Box and Muller.
      let normal = sqrt(-2 * log(1 - first)) * cos(2 * Double.pi * second)
      let factor = exp(sigma * normal)
      return factor < Self.most / max(median, .nanoseconds(1)) ? median * factor : Self.most
    }
  }
}
