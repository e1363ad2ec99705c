package import Maker

/// Anthropic's message batches: one call holds all requests, one file all results.
///
/// A batch carries no name of the run but in the names of its requests, which only its results show; ``BatchSearch`` says
/// how one is found all the same. Replies are counted under `<model>:batch`, because they cost half as much.
package struct AnthropicBatchWire: BatchWire {
  private let wire: AnthropicWire
  private let lines: BatchLines

  /// 100,000 requests and 256 MB.
  package let limits = BatchLimits(requests: 100_000, bytes: 255_990_000)
  package let keepsKey = false

  /// Batches for one model of one endpoint.
  ///
  /// - Parameters:
  ///   - profile: Where the endpoint differs from others.
  ///   - model: The model as the endpoint knows it.
  ///   - options: What else is to be asked for.
  package init(profile: EndpointProfile = .anthropic, model: String, options: WireOptions = WireOptions()) {
    wire = AnthropicWire(profile: profile, model: model, options: options, pricedAs: ":batch")
    lines = BatchLines(reading: wire.reading)
  }

  package func size(of item: BatchItem) -> Int {
    guard let body = try? wire.body(for: item.prompt, options: item.options) else { return 0 }
    return body.count + item.id.utf8.count + 60
  }

  package func upload(_ items: [BatchItem], key: String) throws(CallFailure) -> HTTPCall? { nil }

  package func uploadID(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> String {
    throw wire.reading.senseless("nothing is uploaded ahead of a batch")
  }

  package func submission(_ items: [BatchItem], key: String, upload: String?) throws(CallFailure) -> HTTPCall
  {
    var body: [UInt8] = []
    body.reserveCapacity(items.reduce(64) { $0 + $1.prompt.content.utf8.count + 1024 })
    body.append(contentsOf: "{\"requests\":[".utf8)
    for (index, item) in items.enumerated() {
      var start = JSONWriter(capacity: 128)
      start.beginObject()
      start.member("custom_id", try lines.name(of: item, key: key))
      start.key("params")
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body.append(contentsOf: start.bytes)
      body.append(contentsOf: try wire.body(for: item.prompt, options: item.options))
      body.append(UInt8(ascii: "}"))
    }
    body.append(contentsOf: "]}".utf8)
    return HTTPCall(.post, "/messages/batches", headers: AnthropicWire.headers, body: body)
  }

  package func look(at id: String) throws(CallFailure) -> HTTPCall {
    HTTPCall(.get, "/messages/batches/\(try lines.path(id))", headers: AnthropicWire.headers)
  }

  package func cancellation(of id: String) throws(CallFailure) -> HTTPCall {
    HTTPCall(.post, "/messages/batches/\(try lines.path(id))/cancel", headers: AnthropicWire.headers)
  }

  package func list(after: String?) throws(CallFailure) -> HTTPCall {
    let next = if let after { "&after_id=\(try lines.path(after))" } else { "" }
    return HTTPCall(.get, "/messages/batches?limit=100\(next)", headers: AnthropicWire.headers)
  }

  package func batch(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> ProviderBatch {
    try batch(in: try lines.value(of: answer, now: now))
  }

  package func page(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> BatchPage {
    try lines.page(from: answer, now: now) { element throws(CallFailure) in try batch(in: element) }
  }

  package func downloads(of batch: ProviderBatch) throws(CallFailure) -> [HTTPCall] {
    guard !batch.results.isEmpty else { return [] }
    // The address that the provider names is not called: it could be anywhere, and the key would go along.
    return [
      HTTPCall(
        .get, "/messages/batches/\(try lines.path(batch.id))/results", headers: AnthropicWire.headers,
        maximumAnswerBytes: BatchLines.longestFile)
    ]
  }

  package func replies(from answer: HTTPAnswer, key: String, now: Double) throws(CallFailure) -> [BatchReply]
  {
    try lines.replies(from: answer, key: key, now: now) { line throws(CallFailure) in
      try response(in: line, now: now)
    }
  }

  private func response(in line: JSONValue, now: Double) throws(CallFailure) -> Response {
    let result = line["result"]
    switch result?["type"]?.string {
    case "succeeded":
      guard let message = result?["message"] else {
        throw wire.reading.senseless("a line of results holds none")
      }
      return try wire.response(from: message, of: HTTPAnswer(status: 200), now: now)
    case "errored":
      throw wire.failures.failure(ErrorReport(result?["error"] ?? .null), now: now)
    case "expired", "canceled":
      let what = result?["type"]?.string ?? ""
      throw wire.failures.failure(
        .transient(retryAfter: nil), "did not answer a request of a batch: \(what).", type: what)
    default: throw wire.reading.senseless("a line of results is of no known type")
    }
  }

  private func batch(in value: JSONValue) throws(CallFailure) -> ProviderBatch {
    guard let id = value["id"]?.string, let status = value["processing_status"]?.string else {
      throw wire.reading.senseless("a batch has no name or no state")
    }
    var counts: [String: Int] = [:]
    for name in ["processing", "succeeded", "errored", "canceled", "expired"] {
      counts[name] = try wire.reading.count(value["request_counts"]?[name], "\(name) requests")
    }
    let total = counts.values.reduce(0, +)
    let hasResults = value["results_url"]?.string != nil
    let state: BatchStatus.State =
      switch (status, hasResults) {
      case ("ended", false): .gone("Anthropic no longer keeps the results of the batch \(id).")
      case ("ended", true) where counts["canceled"] ?? 0 > 0: .cancelled
      case ("ended", true) where counts["expired"] ?? 0 > 0: .expired
      case ("ended", true): .ended
      default: .running
      }
    return ProviderBatch(
      id: id, status: BatchStatus(state, done: total - (counts["processing"] ?? 0), total: total),
      createdAt: value["created_at"]?.string.flatMap(HTTPDate.parseRFC3339), results: hasResults ? [id] : [])
  }
}
