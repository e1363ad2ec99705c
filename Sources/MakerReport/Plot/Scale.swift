#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the numbers of an axis are laid out on a line from 0 to 1.
public struct Scale: Sendable, Hashable {
  /// How far apart equal steps are.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Equal differences are equally far apart.
    case linear
    /// Equal ratios are equally far apart; only numbers above 0 have a place.
    case log
  }

  /// How far apart equal steps are.
  public let kind: Kind
  /// The number at 0.
  public let lower: Double
  /// The number at 1, above ``lower``.
  public let upper: Double

  /// A scale between two bounds; bounds that make none are replaced by the nearest that do.
  ///
  /// - Parameters:
  ///   - kind: How far apart equal steps are.
  ///   - lower: The number at 0.
  ///   - upper: The number at 1.
  public init(_ kind: Kind, from lower: Double, to upper: Double) {
    self.kind = kind
    let least = kind == .log ? 1e-300 : -Self.most
    let low = lower.isNaN ? 0 : min(max(lower, least), Self.most / 10)
    let wanted = upper.isNaN ? 1 : min(max(upper, least), Self.most)
    self.lower = low
    // One unit above a large number is that number again.
    self.upper = wanted > low ? wanted : kind == .log ? low * 10 : max(low + 1, low + abs(low) / 10)
  }

  /// The largest number of an axis: differences of such numbers are finite.
  private static let most = 1e300

  /// A scale with round bounds that holds all of the values.
  ///
  /// - Parameters:
  ///   - values: What has to have a place; what is not finite, and on a log scale not above 0, is left out.
  ///   - kind: How far apart equal steps are.
  ///   - includesZero: Whether a linear scale begins at 0 if all values are above it.
  public init(fitting values: [Double], _ kind: Kind, includesZero: Bool = false) {
    let usable = values.filter { $0.isFinite && (kind == .linear || $0 > 0) }
    guard let least = usable.min(), let most = usable.max() else {
      self.init(kind, from: kind == .log ? 1 : 0, to: kind == .log ? 10 : 1)
      return
    }
    switch kind {
    case .linear:
      let low = includesZero && least > 0 ? 0 : max(least, -1e299)
      let high = includesZero && most < 0 ? 0 : min(most, 1e299)
      // A single number, or numbers that differ by rounding alone, get room on both sides.
      let flat = high - low <= max(abs(high), abs(low)) * 1e-12
      let room = flat ? (high == 0 ? 1 : abs(high) * 0.1) : 0
      let step = Self.roundStep((high - low + 2 * room) / 5)
      self.init(
        .linear, from: ((low - room) / step + 1e-9).rounded(.down) * step,
        to: ((high + room) / step - 1e-9).rounded(.up) * step)
    case .log:
      let (first, last) = ((log10(least) + 1e-9).rounded(.down), (log10(most) - 1e-9).rounded(.up))
      self.init(.log, from: pow(10, first), to: pow(10, max(last, first + 1)))
    }
  }

  /// Where a number stands, from 0 to 1; nil when it has no place. What lies beyond a bound stands at it.
  public func position(of value: Double) -> Double? {
    guard !value.isNaN else { return nil }
    switch kind {
    case .linear: return min(max((value - lower) / (upper - lower), 0), 1)
    case .log:
      guard value > 0 else { return nil }
      return min(max((log10(value) - log10(lower)) / (log10(upper) - log10(lower)), 0), 1)
    }
  }

  /// Round numbers on the scale, about as many as asked for, least first.
  public func ticks(_ count: Int) -> [Double] {
    kind == .linear ? linearTicks(count) : logTicks(count)
  }

  private func linearTicks(_ count: Int) -> [Double] {
    let step = Self.roundStep((upper - lower) / Double(max(1, count)))
    let first = (lower / step - 1e-9).rounded(.up)
    let number = Int(((upper / step + 1e-9).rounded(.down) - first).rounded())
    guard 0...200 ~= number else { return [lower, upper] }
    // Zero is zero, not what is left of it.
    return (0...number).map { (first + Double($0)) * step }.map { abs($0) < step * 1e-9 ? 0 : $0 }
  }

  private func logTicks(_ count: Int) -> [Double] {
    let (first, last) = ((log10(lower) - 1e-9).rounded(.up), (log10(upper) + 1e-9).rounded(.down))
    let decades = Int(last - first)
    let every = max(1, Int((Double(decades) / Double(max(1, count))).rounded(.up)))
    var ticks =
      decades < 0 ? [] : stride(from: 0, through: decades, by: every).map { pow(10, first + Double($0)) }
    if (0..<2).contains(decades), count >= 4 {
      // Within a decade or two the numbers in between help.
      ticks = []
      for decade in (Int(first) - 1)...Int(last) {
        for front in [1.0, 2, 5] {
          let tick = front * pow(10, Double(decade))
          if tick >= lower * (1 - 1e-9), tick <= upper * (1 + 1e-9) { ticks.append(tick) }
        }
      }
    }
    // Less than a decade may hold no power of ten.
    return ticks.count > 1 ? ticks : linearTicks(count).filter { $0 > 0 }
  }

  /// The least of 1, 2 and 5 times a power of ten that is not below `step`.
  static func roundStep(_ step: Double) -> Double {
    guard step > 0, step.isFinite else { return 1 }
    let power = pow(10, log10(step).rounded(.down))
    guard power > 0 else { return step }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step * (1 - 1e-9) } ?? 10 * power
  }
}
