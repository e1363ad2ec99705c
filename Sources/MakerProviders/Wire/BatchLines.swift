import Maker

/// What the batch protocols have in common: names, and files of one JSON value a line.
struct BatchLines: Sendable {
  /// The most bytes of a file of results that are read.
  static let longestFile = 1 << 30
  /// The most bytes of a name that all providers take.
  private static let longestName = 64

  let reading: ReplyReading

  /// The name of a request in a batch.
  func name(of item: BatchItem, key: String) throws(CallFailure) -> String {
    let name = "\(key)-\(item.id)"
    guard !key.isEmpty, key.utf8.allSatisfy(Self.isLetterOrDigit), !item.id.isEmpty,
      name.utf8.count <= Self.longestName,
      name.utf8.allSatisfy({ Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
    else {
      throw reading.failures.failure(
        .noRetry(.invalidRequest),
        "cannot be given a batch request named \(name): letters, digits, - and _, 64 together, are allowed.",
        type: "invalid_batch", stage: .unsent)
    }
    return name
  }

  /// A provider's name for a batch or a file, which goes into a path.
  func path(_ id: String) throws(CallFailure) -> String {
    guard (1...256).contains(id.utf8.count),
      id.utf8.allSatisfy({ Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") })
    else {
      throw reading.failures.failure(
        .noRetry(.invalidResponse), "named a batch or file in a way that fits no address: \(id).",
        type: "invalid_batch")
    }
    return id
  }

  /// The value of an answer about batches.
  func value(of answer: HTTPAnswer, now: Double) throws(CallFailure) -> JSONValue {
    try check(answer, now: now)
    let value = try reading.value(of: answer, now: now)
    if value["id"] == nil, ErrorReport.isError(value) { throw reading.error(in: value, of: answer, now: now) }
    return value
  }

  /// One page of a list of batches.
  ///
  /// - Parameters:
  ///   - answer: The page.
  ///   - now: Seconds since 1970.
  ///   - batch: Reads one batch of the list.
  /// - Returns: The batches, and where the next page begins.
  /// - Throws: ``CallFailure`` for an answer that is no list, and what `batch` throws.
  func page(
    from answer: HTTPAnswer, now: Double, batch: (JSONValue) throws(CallFailure) -> ProviderBatch
  ) throws(CallFailure) -> BatchPage {
    let value = try value(of: answer, now: now)
    guard let data = value["data"]?.array else { throw reading.senseless("it lists no batches") }
    var batches: [ProviderBatch] = []
    for element in data { batches.append(try batch(element)) }
    return BatchPage(
      batches: batches,
      next: value["has_more"] == .bool(true) ? value["last_id"]?.string ?? batches.last?.id : nil)
  }

  /// Refuses an answer that is not 2xx.
  private func check(_ answer: HTTPAnswer, now: Double) throws(CallFailure) {
    guard (200...299).contains(answer.status) else {
      throw reading.failures.failure(from: answer, about: .batch, now: now)
    }
  }

  /// The replies of a file, in the order they stand there.
  ///
  /// A last line that cannot be read says that the file was cut off. Any other is passed over: what it was about never
  /// got a reply.
  ///
  /// - Parameters:
  ///   - answer: The file.
  ///   - key: The run's name for the batch.
  ///   - now: Seconds since 1970.
  ///   - read: Reads what became of one request from its line.
  /// - Returns: What became of each request that the file tells of.
  /// - Throws: ``CallFailure``: `transient` for a file that is cut off, `noRetry` for one of another batch.
  func replies(
    from answer: HTTPAnswer, key: String, now: Double,
    read: (JSONValue) throws(CallFailure) -> Response
  ) throws(CallFailure) -> [BatchReply] {
    try check(answer, now: now)
    let body = answer.body
    var replies: [BatchReply] = []
    var (start, others) = (0, 0)
    while start < body.count {
      let end = body[start...].firstIndex(of: 0x0A) ?? body.count
      defer { start = end + 1 }
      guard body[start..<end].contains(where: { $0 > 0x20 }) else { continue }
      guard let line = try? JSONReader.read(body, in: start..<end) else {
        if end == body.count { throw cutOff }
        continue
      }
      guard let name = line["custom_id"]?.string, name.hasPrefix(key + "-") else {
        others += 1
        continue
      }
      replies.append(
        BatchReply(
          id: String(name.dropFirst(key.count + 1)),
          result: Self.result { () throws(CallFailure) in try read(line) }))
    }
    if replies.isEmpty, others > 0 { throw foreign }
    return replies
  }

  private static func result(_ read: () throws(CallFailure) -> Response) -> Result<
    Response, LanguageModelError
  > {
    do throws(CallFailure) {
      return .success(try read())
    } catch {
      switch error.kind {
      case .noRetry(let code): return .failure(LanguageModelError(code, error.message))
      case .transient: return .failure(LanguageModelError(.unavailable, error.message))
      case .rateLimit: return .failure(LanguageModelError(.rateLimited, error.message))
      }
    }
  }

  private var cutOff: CallFailure {
    reading.failures.failure(
      .transient(retryAfter: nil), "gave a file of results that is cut off.", type: "invalid_json")
  }

  private var foreign: CallFailure {
    reading.failures.failure(
      .noRetry(.invalidResponse), "gave the results of another batch.", type: "other_batch")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
