#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts of positive numbers in bins an eighth of an octave wide: any number of them in a few hundred counters.
///
/// Quantiles are right to 5 %: the edges of a bin are 9 % apart.
public struct LogHistogram: Sendable, Hashable {
  /// Bins from 2^-16 to 2^48; smaller and larger numbers go into the first and the last.
  private static let bins = (first: -16 * 8, count: 64 * 8)
  private var counts: [Int] = []
  /// How many numbers were counted.
  public private(set) var count = 0
  /// Their sum.
  public private(set) var sum = 0.0

  /// Nothing counted yet.
  public init() {}

  /// Their mean; nil when there are none.
  public var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// Counts a number `times` times.
  public mutating func add(_ value: Double, times: Int = 1) {
    if counts.isEmpty { counts = [Int](repeating: 0, count: Self.bins.count) }
    counts[Self.bin(of: value)] += times
    count += times
    sum += value * Double(times)
  }

  /// Counts everything another histogram has counted.
  public mutating func add(_ other: LogHistogram) {
    guard other.count > 0 else { return }
    if counts.isEmpty { counts = [Int](repeating: 0, count: Self.bins.count) }
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    sum += other.sum
  }

  /// The number below which a share `q` of them lies, to 5 %; nil when there are none.
  public func quantile(_ q: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = max(1, (q * Double(count)).rounded(.up))
    var seen = 0
    for (index, more) in counts.enumerated() where more > 0 {
      seen += more
      if Double(seen) >= rank { return Self.edge(index) * exp2(1.0 / 16) }
    }
    return nil
  }

  /// A bin that is not empty.
  public struct Bin: Sendable, Hashable, Codable {
    /// The least number in it.
    public let from: Double
    /// The number its neighbour begins at.
    public let to: Double
    /// How many are in it.
    public let count: Int
  }

  /// The bins that are not empty, in order.
  public var filled: [Bin] {
    counts.enumerated().filter { $0.element > 0 }.map {
      Bin(from: Self.edge($0.offset), to: Self.edge($0.offset + 1), count: $0.element)
    }
  }

  private static func bin(of value: Double) -> Int {
    guard value > 0 else { return 0 }
    // Edges are computed, not exact: 2^(3/8) itself may fall to either side, which no quantile notices.
    return Int(max(0, min(Double(bins.count - 1), (8 * log2(value)).rounded(.down) - Double(bins.first))))
  }

  private static func edge(_ index: Int) -> Double { exp2(Double(index + bins.first) / 8) }
}

extension LogHistogram: Codable {
  private enum CodingKeys: String, CodingKey { case sum, bins }

  /// Reads the bins that are not empty, as pairs of number and count.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    var (total, filled) = (0, [Int](repeating: 0, count: Self.bins.count))
    for pair in try keys.decode([[Int]].self, forKey: .bins) {
      guard pair.count == 2, filled.indices ~= pair[0], 0..<1 << 53 ~= pair[1], total < 1 << 53 else {
        throw DecodingError.dataCorruptedError(
          forKey: .bins, in: keys, debugDescription: "\(pair) is no bin and its count")
      }
      filled[pair[0]] += pair[1]
      total += pair[1]
    }
    sum = try keys.decode(Double.self, forKey: .sum)
    if total > 0 { (counts, count) = (filled, total) }
  }

  /// Writes the bins that are not empty, as pairs of number and count.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(sum, forKey: .sum)
    try keys.encode(
      counts.enumerated().filter { $0.element > 0 }.map { [$0.offset, $0.element] }, forKey: .bins)
  }
}
