import Maker
import MakerServer
import Synchronization

/// A model behind an endpoint of its own that gives these replies in turn, and remembers what it was asked.
final class ScriptedEndpoint: LanguageModel {
  private let replies: [String]
  private let asked = Mutex<[Prompt]>([])

  /// An endpoint that gives these replies, the first again after the last.
  init(_ replies: String...) { self.replies = replies }

  /// What was asked so far.
  var prompts: [Prompt] { asked.withLock { $0 } }

  func respond(
    to prompt: Prompt, options: GenerationOptions
  ) async throws(LanguageModelError) -> Response {
    let count = asked.withLock { asked in
      asked.append(prompt)
      return asked.count
    }
    return Response(
      replies[(count - 1) % replies.count], usage: Usage(inputTokens: 100, outputTokens: 10))
  }

  /// Serves over HTTP while `body` runs, which gets the arguments of a command that asks one sample at a time.
  func serve<Value>(_ body: ([String]) async throws -> Value) async throws -> Value {
    let (addresses, found) = AsyncStream<String>.makeStream()
    let server = Task {
      defer { found.finish() }
      try await ModelServer(self, ModelServer.Configuration(modelNames: ["scripted"])).serve { address in
        found.yield("\(address.baseURL)")
        try await Task.sleep(for: .seconds(600))
      }
    }
    defer { server.cancel() }
    for await url in addresses {
      return try await body([
        "--model", "custom/scripted", "--base-url", url, "--max-connections", "1",
      ])
    }
    try await server.value
    throw CancellationError()
  }
}
