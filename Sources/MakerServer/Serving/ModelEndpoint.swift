package import HTTPTypes
package import Maker
import NIOCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Answers requests, whatever connection they come over.
package final class ModelEndpoint: Sendable {
  private let model: any LanguageModel
  private let multisampleModel: (any MultisampleLanguageModel)?
  private let names: [String]
  private let ignoresSchemas: Bool
  private let key: AccessKey?
  private let fingerprint: String
  private let started = time(nil)
  /// Distinguishes the replies of this server from those of another.
  private let label = String(UInt64.random(in: .min ... .max), radix: 36)
  private let replyCount = Atomic<Int>(0)

  /// Makes an endpoint.
  ///
  /// - Parameters:
  ///   - model: What answers; several choices are asked for in one call where it can.
  ///   - names: What it is called in requests.
  ///   - key: What a client has to show; nil lets everybody in.
  ///   - ignoresSchemas: Whether a wish for JSON by a schema is passed over.
  package init(
    _ model: any LanguageModel, names: [String], key: AccessKey?, ignoresSchemas: Bool = false
  ) {
    self.ignoresSchemas = ignoresSchemas
    self.model = model
    self.names = names
    self.key = key
    multisampleModel = model as? any MultisampleLanguageModel
    fingerprint = model.identity.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
  }

  /// The route of a request, before its body is read.
  ///
  /// - Throws: ``APIError``: 401, 404 or 405.
  package func route(
    _ method: HTTPRequest.Method, _ path: some StringProtocol, authorization: String?
  ) throws(APIError) -> Route {
    let route = Result { () throws(APIError) in try Route(path: path) }
    if (try? route.get())?.isOpen != true, let key, !key.admits(authorization) {
      throw APIError(
        401,
        authorization == nil
          ? "This server needs a key; send it as `Authorization: Bearer KEY`."
          : "The key is not the one this server was started with.", code: "invalid_api_key")
    }
    let found = try route.get()
    guard found.method == method else {
      throw APIError(405, "\(path) is asked with \(found.method), not \(method).", code: "method_not_allowed")
    }
    return found
  }

  /// The answer to a request; what is wrong with it is an answer too.
  package func answer(to route: Route, body: [UInt8]) async -> Answer {
    do throws(APIError) {
      switch route {
      case .generate(let kind):
        return try await generate(GenerationRequest(kind, body, ignoresSchemas: ignoresSchemas))
      case .models: return Answer(.ok, ModelList(names: names, created: started).json)
      case .model(let name):
        try check(name)
        return Answer(.ok, ModelList(names: [name], created: started).singleJSON)
      case .health: return Answer(.ok, ByteBuffer(staticString: "{\"status\":\"ok\"}"))
      }
    } catch {
      return Answer(error)
    }
  }

  private func check(_ name: String) throws(APIError) {
    guard names.contains(name) else {
      throw APIError(
        404, "There is no model \(name.debugDescription) here; there is \(names.joined(separator: " or ")).",
        code: "model_not_found", parameter: "model")
    }
  }

  private func generate(_ request: GenerationRequest) async throws(APIError) -> Answer {
    try check(request.model)
    let responses: [Response]
    do throws(LanguageModelError) {
      responses = try await replies(to: request.prompt, request.options)
    } catch {
      throw APIError(error)
    }
    let number = replyCount.add(1, ordering: .relaxed).newValue
    let reply = GenerationReply(
      to: request, id: "\(request.kind == .chat ? "chatcmpl" : "cmpl")-\(label)-\(number)",
      created: time(nil),
      fingerprint: fingerprint, responses: responses)
    return request.isStreamed ? Answer(events: reply.events) : Answer(.ok, reply.json)
  }

  private func replies(
    to prompt: Prompt, _ options: [GenerationOptions]
  ) async throws(LanguageModelError) -> [Response] {
    if let multisampleModel { return try await multisampleModel.respond(to: prompt, options: options) }
    if options.count == 1 { return [try await model.respond(to: prompt, options: options[0])] }
    let model = model
    let choices = await withTaskGroup(of: Choice.self) { group in
      for (index, option) in options.enumerated() {
        group.addTask { await Self.choice(index, of: model, prompt, option) }
      }
      var choices: [Choice] = []
      for await choice in group { choices.append(choice) }
      return choices.sorted { $0.index < $1.index }
    }
    var responses: [Response] = []
    for choice in choices { responses.append(try choice.reply.get()) }
    return responses
  }

  /// What a child task for one of several choices comes back with.
  private struct Choice: Sendable {
    let index: Int
    let reply: Result<Response, LanguageModelError>
  }

  @concurrent
  private static func choice(
    _ index: Int, of model: any LanguageModel, _ prompt: Prompt, _ option: GenerationOptions
  ) async -> Choice {
    do throws(LanguageModelError) {
      let response = try await model.respond(to: prompt, options: option)
      return Choice(index: index, reply: .success(response))
    } catch {
      return Choice(index: index, reply: .failure(error))
    }
  }
}
