import HTTPTypes
import MakerServer
import NIOCore
import Testing

@Suite("Every path has its method, and a key where one is set")
struct RoutingTests {
  private let open = ModelEndpoint(constant("x"))

  private func answer(_ endpoint: ModelEndpoint, _ path: String) async throws -> Asked {
    let answer = await endpoint.answer(to: try endpoint.route(.get, path, authorization: nil), body: [])
    return Asked(status: answer.status.code, text: String(buffer: answer.bytes))
  }

  @Test("the models are listed, and each can be asked for")
  func models() async throws {
    let list = try await answer(open, "/v1/models").object
    #expect(list["object"] as? String == "list")
    let data = try #require(list["data"] as? [[String: Any]])
    #expect(data.map { $0["id"] as? String } == ["test", "tests/test"])
    #expect(data.allSatisfy { $0["object"] as? String == "model" && $0["owned_by"] as? String == "maker" })
    #expect(data.allSatisfy { ($0["created"] as? Int ?? 0) > 1_700_000_000 })
    #expect(try await answer(open, "/v1/models/tests/test").object["id"] as? String == "tests/test")
    let missing = try await answer(open, "/v1/models/other")
    #expect(missing.status == 404)
    #expect(try missing.error["code"] as? String == "model_not_found")
  }

  @Test("the health is told at both of its places", arguments: ["/health", "/v1/health"])
  func health(path: String) async throws {
    let asked = try await answer(open, path)
    #expect(asked.status == 200)
    #expect(try asked.object["status"] as? String == "ok")
  }

  @Test(
    "a path that is not served is a 404",
    arguments: ["/", "", "/v1", "/v1/chat", "/v1/embeddings", "/v1/modelsx"])
  func unknownPath(path: String) throws {
    let error = #expect(throws: APIError.self) { try open.route(.get, path, authorization: nil) }
    #expect(error?.status == 404)
    #expect(error?.message.contains("/v1/chat/completions") == true)
  }

  @Test(
    "a wrong method is a 405",
    arguments: [
      (HTTPRequest.Method.get, "/v1/chat/completions"), (.put, "/v1/completions"), (.post, "/v1/models"),
      (.delete, "/v1/models/test"), (.post, "/health"), (.head, "/health"),
    ])
  func wrongMethod(method: HTTPRequest.Method, path: String) throws {
    let error = #expect(throws: APIError.self) { try open.route(method, path, authorization: nil) }
    #expect(error?.status == 405)
  }

  @Test(
    "without the key nothing is told but the health",
    arguments: [
      nil, "", "Bearer", "Bearer ", "Bearer wrong", "Bearer secre", "Bearer secrets", "Bearer Secret",
      "Basic secret", "secret", "Bearer secretsecret",
    ])
  func locked(authorization: String?) throws {
    let locked = ModelEndpoint(constant("x"), names: ["test"], key: AccessKey("secret"))
    for path in ["/v1/models", "/v1/nothing", "/v1/chat/completions"] {
      let error = #expect(throws: APIError.self) {
        try locked.route(.get, path, authorization: authorization)
      }
      #expect(error?.status == 401)
      #expect(error?.code == "invalid_api_key")
    }
    #expect(try locked.route(.get, "/health", authorization: authorization) == .health)
  }

  @Test("with the key everything is told", arguments: ["Bearer secret", "bearer secret"])
  func unlocked(authorization: String) throws {
    let locked = ModelEndpoint(constant("x"), names: ["test"], key: AccessKey("secret"))
    #expect(try locked.route(.get, "/v1/models", authorization: authorization) == .models)
    #expect(try locked.route(.post, "/v1/completions", authorization: authorization) == .generate(.plain))
  }

  @Test("a key is in no description, and there is no empty one")
  func secrecy() throws {
    let key = try #require(AccessKey("hunter2"))
    var configuration = ModelServer.Configuration(modelNames: ["test"])
    configuration.key = key
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(key)", String(reflecting: key), "\(configuration)", dumped] {
      #expect(!text.contains("hunter2"))
    }
    #expect(AccessKey("") == nil)
  }
}
