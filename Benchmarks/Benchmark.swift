import Maker

/// One line of the table: what is measured, what came out, what is wanted.
struct Benchmark: Sendable {
  let name: String
  let target: String
  /// Runs once and gives the figure with its unit.
  let measure: @Sendable () async throws -> String
}

/// Figures of the table.
enum Figure {
  static func perSecond(_ count: Int, _ time: Duration) -> String {
    grouped(Int(Double(count) / (time / .seconds(1)))) + " steps/s"
  }

  static func grouped(_ value: Int) -> String {
    value < 1000 ? "\(value)" : grouped(value / 1000) + "," + String(String(value % 1000 + 1000).dropFirst())
  }

  static func rounded(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((value * Double(scale)).rounded())
    guard places > 0 else { return "\(whole)" }
    return "\(whole / scale)." + String(String(whole % scale + scale).dropFirst())
  }
}
