import Dispatch
import Maker

/// The live view of a calibration on standard error: one line that is rewritten on a terminal, a plain line every few
/// seconds elsewhere.
final class CalibrationDisplay {
  private let queue = DispatchQueue(label: "maker.calibration")
  private let timer: any DispatchSourceTimer
  private let draw: @Sendable () -> Void
  private let isLive: Bool

  /// Starts showing.
  ///
  /// - Parameters:
  ///   - progress: What is shown.
  ///   - model: The name of the model that is measured.
  ///   - prices: What tokens cost.
  ///   - activity: What is waited for, in a few words; nil for nothing in particular.
  init(
    of progress: CalibrationProgress, model: String, prices: PriceList,
    activity: @escaping @Sendable () -> String?
  ) {
    let isLive = StandardError.isTerminal
    self.isLive = isLive
    draw = {
      let width = isLive ? StandardError.columns - 1 : .max
      let line = Self.line(progress.snapshot, model, prices, activity(), width)
      StandardError.raw(isLive ? "\r\u{1B}[2K\(line)" : line + "\n")
    }
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + (isLive ? 0.1 : 5), repeating: isLive ? 0.1 : 5)
    timer.setEventHandler(handler: draw)
    timer.resume()
  }

  /// Draws a last time and ends the line.
  func stop() {
    timer.cancel()
    queue.sync { if isLive { draw() } }
    if isLive { StandardError.raw("\n") }
  }

  /// The line, as many of its parts as fit; the last ones matter least.
  private static func line(
    _ now: CalibrationProgress.Snapshot, _ model: String, _ prices: PriceList, _ activity: String?,
    _ width: Int
  ) -> String {
    var parts = [
      PlainText.of(model),
      now.repeats
        ? "the worst steps again" : "\(Figures.count(now.done)) of \(Figures.count(now.cases)) steps",
      "\(Figures.count(now.samples)) samples",
    ]
    if let p = now.p, let value = p.value {
      parts.append(
        "p \(Figures.chance(value)) (\(Figures.chance(p.lower)) to \(Figures.chance(p.upper)))")
    }
    if let cost = prices.costUSD(of: now.ledger), cost > 0 { parts.append(Figures.dollars(cost)) }
    if let activity { parts.append(PlainText.of(activity)) }
    var line = ""
    for part in parts where line.count + part.count + 2 <= width { line += (line.isEmpty ? "" : "  ") + part }
    return line
  }
}
