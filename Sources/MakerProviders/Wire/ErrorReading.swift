import Maker

/// Says what an answer without a reply means, once, for every provider. Pure: the present is a parameter.
package struct ErrorReading: Sendable {
  /// Who answered.
  package let profile: EndpointProfile
  /// The model that was asked for.
  package let model: String
  /// Covers keys in what the provider says.
  package let mask: Mask

  package init(profile: EndpointProfile, model: String, mask: Mask) {
    self.profile = profile
    self.model = model
    self.mask = mask
  }

  /// What a call is about, which a 404 then says is missing.
  package enum Subject: Sendable { case model, batch }

  /// Classifies an answer by its status, body and headers.
  ///
  /// - Parameters:
  ///   - answer: The answer, whole.
  ///   - subject: What was asked for.
  ///   - now: Seconds since 1970.
  /// - Returns: What follows from it, with a sentence for the user.
  package func failure(from answer: HTTPAnswer, about subject: Subject = .model, now: Double) -> CallFailure {
    if (300...399).contains(answer.status) { return redirect(answer) }
    var report = ErrorReport(body: answer.body)
    if report.isText { report.message = ProviderText.shown(answer.body, mask: mask) }
    return failure(status: answer.status, report, headers: answer.headers, about: subject, now: now)
  }

  /// Classifies an error by its status, what was said about it, and the headers it came with.
  func failure(
    status: Int, _ report: ErrorReport, headers: HTTPHeaderFields, about subject: Subject = .model,
    now: Double
  ) -> CallFailure {
    var finding = finding(status: status, report, retryAfter: WaitingTime.retryAfter(headers, now: now))
    if subject == .batch, status == 404 || status == 410 {
      finding = Finding(kind: .noRetry(.unknownModel), event: "has no such batch, or no longer its results")
    }
    return CallFailure(finding.kind, sentence(finding, label: String(status), report), type: String(status))
  }

  /// Classifies an error that came without a status of its own, in an answer of 200 or in a line of a batch.
  func failure(_ report: ErrorReport, headers: HTTPHeaderFields = HTTPHeaderFields(), now: Double)
    -> CallFailure
  {
    let status = report.impliedStatus
    let finding = finding(status: status, report, retryAfter: WaitingTime.retryAfter(headers, now: now))
    let label = report.status.map { String($0) }
    return CallFailure(finding.kind, sentence(finding, label: label, report), type: String(status))
  }

  /// A failure that is found in an answer of 2xx, which the provider has no words for.
  ///
  /// - Parameters:
  ///   - kind: What follows from it.
  ///   - sentence: What happened, after the provider's name.
  ///   - type: Its short name for metrics.
  ///   - stage: Whether there was a reply, which was billed.
  /// - Returns: The failure.
  package func failure(
    _ kind: CallFailure.Kind, _ sentence: String, type: String, stage: CallFailure.Stage = .answered
  ) -> CallFailure {
    CallFailure(kind, ProviderText.shown("\(place) \(sentence)", mask: mask), type: type, stage: stage)
  }

  /// The provider's name, with the address of a server that is not the provider's usual one.
  package var place: String {
    let usual = EndpointProfile.named(profile.name)
    guard usual?.baseURL != profile.baseURL || !profile.needsKey else { return profile.name }
    return "\(profile.name) at \(ProviderText.address(profile.baseURL))"
  }

  /// What happened, and the remedy; the status and the provider's words go in between.
  private struct Finding {
    var kind: CallFailure.Kind
    var event: String
    var remedy = ""
  }

  private func finding(status: Int, _ report: ErrorReport, retryAfter: Duration?) -> Finding {
    if Signs.isAboutMoney(status: status, report, retryAfter: retryAfter) {
      return Finding(
        kind: .noRetry(.outOfMoney), event: "says there is no money left",
        remedy: "Add credit or raise the limit there, then resume the run.")
    }
    if Signs.isAboutContext(status: status, report) {
      return Finding(
        kind: .noRetry(.exceededContextWindowSize),
        event: "has no room for this prompt in the context of \(model)",
        remedy: "Shorten the prompt or the reply's token limit, or use a model with a larger context.")
    }
    if Signs.isAboutContent(status: status, report) {
      return Finding(kind: .noRetry(.guardrailViolation), event: "stopped the request by its content rules")
    }
    switch status {
    case 402, 429: return Finding(kind: .rateLimit(retryAfter: retryAfter), event: "asks for fewer requests")
    case 401, 403, 407: return refusedKey
    case 404, 405, 410: return unknownModel
    case 400 where Signs.isAboutKey(report): return refusedKey
    case 400 where Signs.isAboutModel(report): return unknownModel
    case 501: return Finding(kind: .noRetry(.invalidRequest), event: "cannot do what the request asks for")
    case 408, 409, 425, 498, 500...599:
      return Finding(kind: .transient(retryAfter: retryAfter), event: "failed for now")
    case 413:
      return Finding(
        kind: .noRetry(.invalidRequest), event: "finds the request too large", remedy: "Shorten the prompt.")
    case 400...499:
      return Finding(kind: .noRetry(.invalidRequest), event: "refuses the request as it is written")
    default:
      return Finding(kind: .transient(retryAfter: retryAfter), event: "answered with an unknown status")
    }
  }

  private var refusedKey: Finding {
    let remedy: String
    switch (profile.keyVariable, profile.needsKey) {
    case (let variable?, true): remedy = "Set \(variable) to a key that may use \(model)."
    case (let variable?, false): remedy = "If the server wants a key, set \(variable) to it."
    case (nil, _): remedy = "Check how the server wants its clients to prove who they are."
    }
    return Finding(kind: .noRetry(.unauthorized), event: "does not accept the key", remedy: remedy)
  }

  private var unknownModel: Finding {
    let remedy =
      "Check --model \(profile.name)/\(model) and --base-url, which is "
      + "\(ProviderText.address(profile.baseURL)) and has to end in the version, as in /v1."
    return Finding(
      kind: .noRetry(.unknownModel), event: "knows no model \(model), or no such address", remedy: remedy)
  }

  private func sentence(_ finding: Finding, label: String?, _ report: ErrorReport) -> String {
    let labels = [label, report.code == label ? nil : report.code ?? report.type].compactMap(\.self)
    let shown = labels.isEmpty ? "" : " (\(ProviderText.shown(labels.joined(separator: ", "), mask: mask)))"
    var words = ProviderText.shown(report.message, mask: mask)
    if words.last == "." { words.removeLast() }
    let said = words.isEmpty ? "" : ": \(words)"
    let remedy = finding.remedy.isEmpty ? "" : " \(finding.remedy)"
    return "\(place) \(finding.event)\(shown)\(said).\(remedy)"
  }

  private func redirect(_ answer: HTTPAnswer) -> CallFailure {
    let target = answer.headers["location"].map { ProviderText.shown(ProviderText.address($0), mask: mask) }
    return CallFailure(
      .noRetry(.invalidRequest),
      "\(place) redirects to \(target ?? "another address") (\(answer.status)), and neither the request nor the "
        + "key follows. If you trust that address, give it as --base-url.",
      type: String(answer.status))
  }
}
