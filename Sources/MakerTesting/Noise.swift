public import Maker

/// How a ``NoisyModel`` errs.
public struct Noise: Sendable, Hashable {
  /// The chance that a readable reply is wrong, 0...1.
  public var errorRate: Double
  /// Among how many wrong replies an error is drawn, 1 or more.
  public var wrongAnswers: Int
  /// The chance that a step is one at which all samples agree, right or wrong, 0...1.
  ///
  /// The share of wrong replies over all steps stays ``errorRate``; no vote can correct a shared mistake.
  public var correlation: Double
  /// The chance that a reply is ``malformedReply``, 0...1; always independent.
  public var malformedRate: Double
  /// The reply that is to be flagged.
  public var malformedReply: Response
  /// The time a reply takes; drawn evenly, and drawn anew for every sample.
  public var latency: ClosedRange<Duration>
  /// The tokens of a readable reply.
  public var usage: Usage

  /// Makes a noise.
  ///
  /// - Parameters:
  ///   - errorRate: The chance that a readable reply is wrong.
  ///   - wrongAnswers: Among how many wrong replies an error is drawn.
  ///   - correlation: The chance that a step is one at which all samples agree, right or wrong.
  ///   - malformedRate: The chance that a reply is `malformedReply`.
  ///   - malformedReply: The reply that is to be flagged.
  ///   - latency: The time a reply takes.
  ///   - usage: The tokens of a readable reply.
  public init(
    errorRate: Double, wrongAnswers: Int = 1, correlation: Double = 0, malformedRate: Double = 0,
    malformedReply: Response = Response("I am not sure what to say."),
    latency: ClosedRange<Duration> = .zero ... .zero,
    usage: Usage = Usage()
  ) {
    precondition(
      [errorRate, correlation, malformedRate].allSatisfy { (0...1).contains($0) }, "a chance is in 0...1")
    precondition(wrongAnswers >= 1, "an error needs a wrong reply")
    precondition(latency.lowerBound >= .zero, "a reply does not come before it is asked for")
    self.errorRate = errorRate
    self.wrongAnswers = wrongAnswers
    self.correlation = correlation
    self.malformedRate = malformedRate
    self.malformedReply = malformedReply
    self.latency = latency
    self.usage = usage
  }

  /// What changes replies, in a line. Latency does not: it decides nothing.
  var fact: String {
    "errors \(errorRate) of \(wrongAnswers) kinds, correlation \(correlation), malformed \(malformedRate)"
  }
}

/// A stream of draws from a seed: SplitMix64, whose every seed gives a stream of its own.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// An even draw from 0 up to but not including 1.
  mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  /// FNV-1a of a text, begun with a seed; the same on every machine and in every process.
  static func hash(of text: String, seed: UInt64) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    withUnsafeBytes(of: seed.littleEndian) { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
