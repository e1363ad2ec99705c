import Maker
import MakerProviders

/// Answers and failures in the shape the tests of the wire protocols need them.
enum WireFixture {
  /// 2026-11-21 00:00:00 UTC.
  static let now = 1_795_219_200.0

  static func answer(_ body: String, status: Int = 200, _ headers: [(String, String)] = []) -> HTTPAnswer {
    answer(Array(body.utf8), status: status, headers)
  }

  static func answer(_ body: [UInt8], status: Int = 200, _ headers: [(String, String)] = []) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: fields(headers), body: body)
  }

  static func fields(_ headers: [(String, String)]) -> HTTPHeaderFields {
    HTTPHeaderFields(headers.map { (name: $0.0, value: $0.1) })
  }

  /// The failure that something throws; nil when it throws none.
  static func failure<T>(_ body: () throws(CallFailure) -> T) -> CallFailure? {
    do throws(CallFailure) {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  static func json(_ bytes: [UInt8]) throws -> JSONValue { try JSONReader.read(bytes) }
}

extension CallFailure {
  var code: LanguageModelError.Code? {
    if case .noRetry(let code) = kind { code } else { nil }
  }

  var isTransient: Bool {
    if case .transient = kind { true } else { false }
  }

  var wait: Duration? {
    switch kind {
    case .noRetry: nil
    case .transient(let wait), .rateLimit(let wait): wait
    }
  }
}

/// SplitMix64: the same damage in every run.
struct DamageGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The bytes with some of them changed, cut out, doubled or put in.
  mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
      case 3: bytes[place] = Array("{}[],:\"\\-0123456789eEun".utf8).randomElement(using: &self) ?? 0
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &self)))
      default:
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &self))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }
}
