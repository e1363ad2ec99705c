import Maker

/// One line of a samples log: what the log is for, a model that is sampled, a sample, or a batch.
struct SamplesLine: Codable {
  /// The first line of a log.
  struct Header: Codable {
    static let format = "maker-calibration-samples"
    static let version = 1

    var format: String
    var version: Int
    var makerVersion: String
    var settings: [String: String]

    init(settings: [String: String]) {
      (format, version, makerVersion) = (Self.format, Self.version, MakerVersion.current)
      self.settings = settings
    }

    /// Whether the bytes of a line that was not written to its end are those of a header.
    static func isBegun(in bytes: [UInt8]) -> Bool {
      let beginning = Array("{\"format\":\"\(format)\",\"maker_version\":\"".utf8)
      return bytes.starts(with: beginning) || beginning.starts(with: bytes)
    }

    private enum CodingKeys: String, CodingKey {
      case format, version, settings
      case makerVersion = "maker_version"
    }
  }

  /// A batch at a provider.
  struct Batch: Codable {
    var key: String
    var id: String?
    var firstCase: Int
    var requests: Int
    var time: Double
    var isSettled: Bool

    private enum CodingKeys: String, CodingKey {
      case key, id, requests, time
      case firstCase = "first_case"
      case isSettled = "is_settled"
    }
  }

  var model: String
  /// Only in the line that begins a model.
  var settings: [String: String]?
  var index: Int?
  var slot: Int?
  var attempt: Int?
  var reply: String?
  var finishReason: Response.FinishReason?
  var usage: Usage?
  var latencyMs: Double?
  /// The seconds worked by then, over all sessions.
  var seconds: Double?
  var answeredBy: String?
  var tries: [Try]?
  var batch: Batch?

  private enum CodingKeys: String, CodingKey {
    case model, settings, slot, attempt, reply, usage, seconds, tries, batch
    case index = "case"
    case finishReason = "finish_reason"
    case latencyMs = "latency_ms"
    case answeredBy = "answered_by"
  }

  /// The line that begins a model.
  init(model: String, settings: [String: String]) { (self.model, self.settings) = (model, settings) }

  /// The line of an entry.
  init(_ entry: CalibrationEntry, model: String, seconds: Double) {
    self.model = model
    switch entry {
    case .sample(let sample):
      (index, slot, attempt) = (sample.place.index, sample.place.slot, sample.place.attempt)
      let response = sample.response
      (reply, finishReason, usage) = (response.content, response.finishReason, response.usage)
      (latencyMs, self.seconds) = (sample.latency / .milliseconds(1), seconds)
      answeredBy = response.model
      tries = response.tries.isEmpty ? nil : response.tries
    case .batch(let record):
      batch = Batch(
        key: record.key, id: record.id, firstCase: record.firstStep, requests: record.requests,
        time: record.time, isSettled: record.isSettled)
    }
  }

  /// No number of a line is as great: integers up to here are exact in JSON and in a double.
  static let bound = 1 << 53

  /// All tokens of the line, each kind counted; nil when a number of it is below 0 or not below ``bound``.
  var boundedTokens: Int? {
    var sum = 0
    let usages = (usage.map { [$0] } ?? []) + (tries ?? []).map(\.usage)
    for usage in usages {
      let kinds = [
        usage.inputTokens, usage.outputTokens, usage.cachedInputTokens, usage.cacheWriteTokens,
        usage.reasoningTokens,
      ]
      for tokens in kinds {
        guard 0..<Self.bound ~= tokens, sum + tokens < Self.bound else { return nil }
        sum += tokens
      }
    }
    let counts = [index, slot, attempt, batch?.firstCase, batch?.requests].compactMap(\.self)
    let times = [latencyMs, seconds, batch?.time].compactMap(\.self) + (tries ?? []).map(\.latencyMs)
    guard counts.allSatisfy({ 0..<Self.bound ~= $0 }), times.allSatisfy({ 0..<Double(Self.bound) ~= $0 })
    else { return nil }
    return sum
  }

  /// The entry of the line; nil for a line that begins a model, or for one that is none of these.
  var entry: CalibrationEntry? {
    if let batch {
      return .batch(
        BatchRecord(
          key: batch.key, id: batch.id, firstStep: batch.firstCase, requests: batch.requests,
          time: batch.time, isSettled: batch.isSettled))
    }
    guard let index, let slot, let attempt, let reply, let finishReason, let usage, let latencyMs,
      boundedTokens != nil
    else { return nil }
    return .sample(
      CalibrationSample(
        place: CalibrationPlace(index: index, slot: slot, attempt: attempt),
        response: Response(
          reply, usage: usage, finishReason: finishReason, model: answeredBy, tries: tries ?? []),
        latency: .milliseconds(latencyMs)))
  }
}
