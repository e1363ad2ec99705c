import CoreMetrics
import Synchronization

/// Keeps what is measured, in place of a backend.
final class CollectedMetrics: MetricsFactory {
  /// An instrument and what it was told.
  struct Instrument: Sendable {
    var label: String
    var labels: [String: String]
    var values: [Double] = []
  }

  private let instruments = Mutex<[Instrument]>([])

  var all: [Instrument] { instruments.withLock { $0 } }

  /// The values of the instruments of that name whose labels hold these.
  func values(_ label: String, _ labels: [String: String] = [:]) -> [Double] {
    all.filter { instrument in
      instrument.label == label && labels.allSatisfy { instrument.labels[$0.key] == $0.value }
    }.flatMap(\.values)
  }

  private func make(_ label: String, _ dimensions: [(String, String)]) -> Handler {
    let place = instruments.withLock { all in
      all.append(Instrument(label: label, labels: Dictionary(dimensions) { one, _ in one }))
      return all.count - 1
    }
    return Handler { value in self.instruments.withLock { $0[place].values.append(value) } }
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    make(label, dimensions)
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    make(label, dimensions)
  }

  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    make(label, dimensions)
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    make(label, dimensions)
  }

  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

private final class Handler: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  private let take: @Sendable (Double) -> Void

  init(_ take: @escaping @Sendable (Double) -> Void) { self.take = take }

  func increment(by amount: Int64) { take(Double(amount)) }
  func increment(by amount: Double) { take(amount) }
  func decrement(by amount: Double) { take(-amount) }
  func reset() {}
  func set(_ value: Int64) { take(Double(value)) }
  func set(_ value: Double) { take(value) }
  func record(_ value: Int64) { take(Double(value)) }
  func record(_ value: Double) { take(value) }
  func recordNanoseconds(_ duration: Int64) { take(Double(duration)) }
}
