import HTTPTypes
import Maker
import MakerServer
import MakerTesting
import NIOCore
import Testing

/// What an endpoint answered.
struct Asked {
  let status: Int
  let text: String

  var object: [String: Any] { get throws { try jsonObject(text) } }

  /// What is under `error`.
  var error: [String: Any] { get throws { try #require(object["error"] as? [String: Any], "\(text)") } }

  /// The choices.
  var choices: [[String: Any]] {
    get throws { try #require(object["choices"] as? [[String: Any]], "\(text)") }
  }

  /// The objects of a stream, without the mark of its end, which must be there.
  var events: [[String: Any]] {
    get throws {
      let lines = text.split(separator: "\n\n", omittingEmptySubsequences: true).map(String.init)
      #expect(lines.last == "data: [DONE]")
      return try lines.dropLast().map { line in
        try #require(line.hasPrefix("data: ") && !line.contains("\n"), "\(line)")
        return try jsonObject(String(line.dropFirst(6)))
      }
    }
  }
}

extension ModelEndpoint {
  /// An endpoint whose model is called `test`.
  convenience init(_ model: any LanguageModel) { self.init(model, names: ["test", "tests/test"], key: nil) }

  /// Posts a body.
  func ask(_ body: String, at path: String = "/v1/chat/completions") async throws -> Asked {
    let route = try route(.post, path, authorization: nil)
    let answer = await answer(to: route, body: Array(body.utf8))
    return Asked(status: answer.status.code, text: String(buffer: answer.bytes))
  }

  /// Posts a chat of one message, with more fields.
  func chat(_ content: String = "hello", _ fields: String...) async throws -> Asked {
    let messages = #""messages":[{"role":"user","content":"\#(content)"}]"#
    return try await ask("{" + ([#""model":"test""#, messages] + fields).joined(separator: ",") + "}")
  }
}

/// A model that says what it was asked, and how.
func echo() -> ScriptedModel {
  ScriptedModel { call throws(LanguageModelError) in
    Response(
      "\(call.prompt.content) \(call.options.samplingMode)",
      usage: Usage(inputTokens: 3, outputTokens: 5, cachedInputTokens: 1, reasoningTokens: 2))
  }
}

/// A model that always says the same.
func constant(_ text: String, _ reason: Response.FinishReason = .stop) -> ScriptedModel {
  ScriptedModel { _ throws(LanguageModelError) in Response(text, finishReason: reason) }
}
