package import Maker

/// OpenAI's batches: a file of requests is uploaded, a batch is made of it, and two files hold what came of it.
///
/// The run's key is in the batch's metadata as `maker_key`. Replies are counted under `<model>:batch`, because they cost
/// half as much.
package struct OpenAIBatchWire: BatchWire {
  /// The name of the run's key in the metadata of a batch.
  package static let keyName = "maker_key"

  private let wire: OpenAIWire
  private let lines: BatchLines

  /// 50,000 requests and 200 MB, of which a part is left for what the upload adds.
  package let limits = BatchLimits(requests: 50_000, bytes: 199_990_000)
  package let keepsKey = true

  /// Batches for one model of one endpoint.
  ///
  /// - Parameters:
  ///   - profile: Where the endpoint differs from others.
  ///   - model: The model as the endpoint knows it.
  ///   - options: What else is to be asked for.
  package init(profile: EndpointProfile = .openai, model: String, options: WireOptions = WireOptions()) {
    wire = OpenAIWire(profile: profile, model: model, options: options, pricedAs: ":batch")
    lines = BatchLines(reading: wire.reading)
  }

  package func size(of item: BatchItem) -> Int {
    // A key is at most 18 letters, and a name with it at most 64.
    guard let body = try? wire.body(for: item.prompt, options: item.options) else { return 0 }
    return body.count + item.id.utf8.count + 110
  }

  package func upload(_ items: [BatchItem], key: String) throws(CallFailure) -> HTTPCall? {
    // No line of the file begins with dashes, so a boundary cannot occur in it.
    let boundary = "maker-\(key)"
    var body: [UInt8] = []
    body.reserveCapacity(items.reduce(1024) { $0 + $1.prompt.content.utf8.count + 1024 })
    body.append(
      contentsOf: "--\(boundary)\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n".utf8)
    body.append(
      contentsOf: ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(key).jsonl\"\r\n"
        + "Content-Type: application/jsonl\r\n\r\n").utf8)
    for item in items { try append(item, key: key, to: &body) }
    body.append(contentsOf: "\r\n--\(boundary)--\r\n".utf8)
    return HTTPCall(
      .post, "/files",
      headers: [
        ("Content-Type", "multipart/form-data; boundary=\(boundary)"), ("Accept", "application/json"),
      ],
      body: body)
  }

  private func append(_ item: BatchItem, key: String, to file: inout [UInt8]) throws(CallFailure) {
    var start = JSONWriter(capacity: 128)
    start.beginObject()
    start.member("custom_id", try lines.name(of: item, key: key))
    start.member("method", "POST")
    start.member("url", "/v1/chat/completions")
    start.key("body")
    file.append(contentsOf: start.bytes)
    file.append(contentsOf: try wire.body(for: item.prompt, options: item.options))
    file.append(contentsOf: "}\n".utf8)
  }

  package func uploadID(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> String {
    guard let id = try lines.value(of: answer, now: now)["id"]?.string else {
      throw wire.reading.senseless("the upload has no name")
    }
    return id
  }

  package func submission(_ items: [BatchItem], key: String, upload: String?) throws(CallFailure) -> HTTPCall
  {
    guard let upload else { throw wire.reading.senseless("there is no upload to make a batch of") }
    if let first = items.first { _ = try lines.name(of: first, key: key) }
    var json = JSONWriter()
    json.beginObject()
    json.member("input_file_id", upload)
    json.member("endpoint", "/v1/chat/completions")
    json.member("completion_window", "24h")
    json.key("metadata")
    json.beginObject()
    json.member(Self.keyName, key)
    json.endObject()
    json.endObject()
    return HTTPCall(
      .post, "/batches", headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
      body: json.bytes)
  }

  package func look(at id: String) throws(CallFailure) -> HTTPCall {
    HTTPCall(.get, "/batches/\(try lines.path(id))")
  }

  package func cancellation(of id: String) throws(CallFailure) -> HTTPCall {
    HTTPCall(.post, "/batches/\(try lines.path(id))/cancel")
  }

  package func list(after: String?) throws(CallFailure) -> HTTPCall {
    guard let after else { return HTTPCall(.get, "/batches?limit=100") }
    return HTTPCall(.get, "/batches?limit=100&after=\(try lines.path(after))")
  }

  package func batch(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> ProviderBatch {
    try batch(in: try lines.value(of: answer, now: now))
  }

  package func page(from answer: HTTPAnswer, now: Double) throws(CallFailure) -> BatchPage {
    try lines.page(from: answer, now: now) { element throws(CallFailure) in try batch(in: element) }
  }

  package func downloads(of batch: ProviderBatch) throws(CallFailure) -> [HTTPCall] {
    var calls: [HTTPCall] = []
    for file in batch.results {
      calls.append(
        HTTPCall(.get, "/files/\(try lines.path(file))/content", maximumAnswerBytes: BatchLines.longestFile))
    }
    return calls
  }

  package func replies(from answer: HTTPAnswer, key: String, now: Double) throws(CallFailure) -> [BatchReply]
  {
    try lines.replies(from: answer, key: key, now: now) { line throws(CallFailure) in
      try response(in: line, now: now)
    }
  }

  /// What became of one request: an error of the batch, or an answer with a status of its own.
  private func response(in line: JSONValue, now: Double) throws(CallFailure) -> Response {
    if let error = line["error"] {
      // Expired and cancelled requests have a code that is not known here, and so may be asked again.
      throw wire.failures.failure(ErrorReport(error), now: now)
    }
    guard let response = line["response"], let body = response["body"] else {
      throw wire.reading.senseless("a line of results holds none")
    }
    let status = response["status_code"]?.integer ?? 200
    guard (200...299).contains(status) else {
      throw wire.failures.failure(status: status, ErrorReport(body), headers: HTTPHeaderFields(), now: now)
    }
    return try wire.response(from: body, of: HTTPAnswer(status: status), now: now)
  }
}

/// Reading a batch.
extension OpenAIBatchWire {
  private func batch(in value: JSONValue) throws(CallFailure) -> ProviderBatch {
    guard let id = value["id"]?.string, let status = value["status"]?.string else {
      throw wire.reading.senseless("a batch has no name or no state")
    }
    let counts = value["request_counts"]
    let completed = try wire.reading.count(counts?["completed"], "completed requests")
    let failed = try wire.reading.count(counts?["failed"], "failed requests")
    return ProviderBatch(
      id: id, key: value["metadata"]?[Self.keyName]?.string,
      status: BatchStatus(
        state(status, errors: value["errors"]), done: completed + failed,
        total: try wire.reading.count(counts?["total"], "requests")),
      createdAt: value["created_at"]?.real,
      results: [value["output_file_id"]?.string, value["error_file_id"]?.string].compactMap(\.self))
  }

  /// A state that is not known here is waited out.
  private func state(_ name: String, errors: JSONValue?) -> BatchStatus.State {
    switch name {
    case "validating": return .waiting
    case "completed": return .ended
    case "expired": return .expired
    case "cancelled": return .cancelled
    case "failed":
      let reasons = errors?["data"]?.array?.prefix(3).compactMap {
        $0["message"]?.string ?? $0["code"]?.string
      }
      let reason = reasons?.joined(separator: "; ") ?? ""
      return .failed(
        reason.isEmpty ? "no reason given" : ProviderText.shown(reason, mask: wire.failures.mask))
    default: return .running
    }
  }
}
