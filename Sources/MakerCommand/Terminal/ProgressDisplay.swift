import Dispatch
import Maker
import Synchronization

/// The live view of a run on standard error: one line that is rewritten on a terminal, a plain line every few
/// seconds elsewhere.
///
/// It is drawn by a timer of its own, so that a run that never waits is seen as well.
final class ProgressDisplay {
  private let queue = DispatchQueue(label: "maker.progress")
  private let timer: any DispatchSourceTimer
  private let draw: @Sendable () -> Void
  private let isLive: Bool

  /// Starts showing.
  ///
  /// - Parameters:
  ///   - progress: What is shown.
  ///   - prices: What tokens cost; without them the spend is left out.
  ///   - activity: What the run waits for, in a few words; nil for nothing in particular.
  init(
    of progress: RunProgress, prices: PriceList, activity: @escaping @Sendable () -> String? = { nil }
  ) {
    let isLive = StandardError.isTerminal
    let meter = ProgressMeter(prices: prices, activity: activity)
    self.isLive = isLive
    draw = {
      // A line that wraps cannot be rewritten: it is cut to the width of the terminal.
      let width = isLive ? StandardError.columns - 1 : .max
      guard let line = meter.line(progress.snapshot, width: width) else { return }
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
    queue.sync(execute: draw)
    if isLive { StandardError.raw("\n") }
  }
}

/// Turns counts into a line of text, with a rate taken over the last seconds.
private final class ProgressMeter: Sendable {
  private struct Reading {
    var time: ContinuousClock.Instant
    var step: Int
  }

  private let readings = Mutex<[Reading]>([])
  private let prices: PriceList
  private let activity: @Sendable () -> String?

  init(prices: PriceList, activity: @escaping @Sendable () -> String?) {
    self.prices = prices
    self.activity = activity
  }

  /// The line, as many of its parts as fit; the last ones matter least.
  func line(_ now: RunProgress.Snapshot, width: Int) -> String? {
    guard now.steps > 0 else { return nil }
    let rate = rate(at: now.step)
    let tally = now.tally
    var parts = [
      "step \(Figures.count(now.step)) of \(Figures.count(now.steps))",
      Figures.percent(Double(now.step) / Double(now.steps), 1),
    ]
    if rate > 0 { parts.append("\(Figures.fixed(rate, 0)) steps/s") }
    if rate > 0, now.step < now.steps {
      parts.append("ETA \(Figures.time(Double(now.steps - now.step) / rate))")
    }
    if tally.decided > 0 {
      parts.append("\(Figures.fixed(Double(tally.votes) / Double(tally.decided), 3)) votes/step")
    }
    if let cost = prices.costUSD(of: tally.ledger), cost > 0 { parts.append(Figures.dollars(cost)) }
    parts.append("\(Figures.count(tally.outvoted)) outvoted")
    for (kind, count) in tally.flags.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      parts.append("\(Figures.count(count)) \(kind)")
    }
    if let activity = activity() { parts.append(PlainText.of(activity)) }
    var line = ""
    for part in parts where line.count + part.count + 2 <= width { line += (line.isEmpty ? "" : "  ") + part }
    return line
  }

  /// Steps per second over the last ten seconds.
  private func rate(at step: Int) -> Double {
    let now = ContinuousClock.now
    return readings.withLock { readings in
      readings.append(Reading(time: now, step: step))
      readings.removeAll { now - $0.time > .seconds(10) && $0.step != step }
      guard let first = readings.first, first.step < step else { return 0 }
      let elapsed = first.time.duration(to: now) / Duration.seconds(1)
      return elapsed > 0 ? Double(step - first.step) / elapsed : 0
    }
  }
}
