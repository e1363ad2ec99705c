import Maker

/// What reading an answer of 2xx has in common for all protocols: the JSON, the tokens, the model's name.
struct ReplyReading: Sendable {
  /// The most tokens that are believed.
  private static let mostTokens = 1 << 40

  let failures: ErrorReading

  /// The value that an answer holds.
  ///
  /// Whatever is not JSON is transient: a proxy's page, a cut-off body, a server that is starting.
  func value(of answer: HTTPAnswer, now: Double) throws(CallFailure) -> JSONValue {
    do throws(JSONReader.Failure) {
      return try JSONReader.read(answer.body)
    } catch {
      throw notJSON(answer, error)
    }
  }

  private func notJSON(_ answer: HTTPAnswer, _ error: JSONReader.Failure) -> CallFailure {
    let status = answer.status
    let remedy = "Check --base-url, which has to end in the version, as in /v1."
    let kind = answer.headers["content-type"].map { ProviderText.shown($0, mask: failures.mask) } ?? ""
    if answer.body.allSatisfy({ $0 <= 0x20 }) {
      return failures.failure(
        .transient(retryAfter: nil), "gave an empty answer (\(status)).", type: "invalid_json",
        stage: .garbled)
    }
    if ProviderText.isPage(answer.body) || kind.lowercased().hasPrefix("text/html") {
      let page = ProviderText.shown(answer.body, mask: failures.mask)
      return failures.failure(
        .transient(retryAfter: nil), "answered (\(status)) with \(page) instead of JSON. \(remedy)",
        type: "html")
    }
    let shown = kind.isEmpty ? "" : " of type \(kind)"
    return failures.failure(
      .transient(retryAfter: nil),
      "gave an answer\(shown) (\(status)) that is not JSON: \(error.reason) at byte \(error.offset). \(remedy)",
      type: "invalid_json", stage: .garbled)
  }

  /// A reply that makes no sense, which may be better the next time.
  func senseless(_ what: String) -> CallFailure {
    failures.failure(
      .transient(retryAfter: nil), "gave a reply that makes no sense: \(what).", type: "invalid_reply",
      stage: .garbled)
  }

  /// The error that an answer of 200 holds instead of a reply.
  func error(in value: JSONValue, of answer: HTTPAnswer, now: Double) -> CallFailure {
    failures.failure(ErrorReport(value), headers: answer.headers, now: now)
  }

  /// A count of tokens: 0 where none is given.
  ///
  /// - Throws: A transient failure for a negative, absurd or unreadable one: clamped, it would falsify what was spent.
  func count(_ value: JSONValue?, _ name: String) throws(CallFailure) -> Int {
    guard let value else { return 0 }
    guard let count = value.integer, (0...Self.mostTokens).contains(count) else {
      throw senseless("it counts an impossible number of tokens as \(name)")
    }
    return count
  }

  /// Refuses the reply of another model than was asked for, where the provider's names can be relied on.
  func checkModel(_ answered: String?) throws(CallFailure) {
    guard failures.profile.checksModelName, let answered, !answered.isEmpty,
      !ModelName.isSame(asked: failures.model, answered: answered)
    else { return }
    throw failures.failure(
      .noRetry(.invalidResponse),
      "answered with the model \(answered) where \(failures.model) was asked for. "
        + "Ask for the model that is meant by its full name.",
      type: "other_model", stage: .garbled)
  }
}
