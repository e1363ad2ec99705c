import Foundation
import Maker
import MakerServer
import MakerTesting
import Testing

@Suite("A stream of events carries what one answer would")
struct StreamTests {
  private let text = "The quick brown fox 🦊 jumps over the lazy dog.\n"

  private func deltas(_ events: [[String: Any]], choice: Int = 0) -> [[String: Any]] {
    events.compactMap { ($0["choices"] as? [[String: Any]])?.first }
      .filter { $0["index"] as? Int == choice }
  }

  @Test("the pieces of a chat make up its text, between the role and the finish reason")
  func chat() async throws {
    let events = try await ModelEndpoint(constant(text, .length)).chat("p", #""stream":true"#).events
    #expect(events.allSatisfy { $0["object"] as? String == "chat.completion.chunk" })
    #expect(Set(events.map { $0["id"] as? String }).count == 1)
    #expect(
      events.allSatisfy {
        Set($0.keys) == ["id", "object", "created", "model", "system_fingerprint", "choices"]
      })
    let choices = deltas(events)
    let first = try #require(choices.first?["delta"] as? [String: String])
    #expect(first == ["role": "assistant", "content": ""])
    #expect(choices.compactMap { ($0["delta"] as? [String: String])?["content"] }.joined() == text)
    #expect(choices.count > 4, "the text comes in pieces")
    #expect((choices.last?["delta"] as? [String: Any])?.isEmpty == true)
    #expect(choices.last?["finish_reason"] as? String == "length")
    #expect(choices.dropLast().allSatisfy { $0["finish_reason"] is NSNull && $0["logprobs"] is NSNull })
  }

  @Test("the usage comes last where it is asked for, in an event without choices")
  func usage() async throws {
    let endpoint = ModelEndpoint(echo())
    let events = try await endpoint.chat("p", #""stream":true,"stream_options":{"include_usage":true}"#)
      .events
    let last = try #require(events.last)
    #expect((last["choices"] as? [Any])?.isEmpty == true)
    #expect((last["usage"] as? [String: Any])?["total_tokens"] as? Int == 8)
    #expect(events.dropLast().allSatisfy { $0["usage"] is NSNull })

    let without = try await endpoint.chat("p", #""stream":true,"stream_options":{"include_usage":false}"#)
      .events
    #expect(without.count == events.count - 1)
  }

  @Test("every choice has its own events")
  func choices() async throws {
    let endpoint = ModelEndpoint(echo())
    let events = try await endpoint.chat("p", #""stream":true,"n":2,"seed":1"#).events
    let whole = try await endpoint.chat("p", #""n":2,"seed":1"#).choices
    for choice in 0..<2 {
      let pieces = deltas(events, choice: choice).compactMap {
        ($0["delta"] as? [String: String])?["content"]
      }
      #expect(pieces.joined() == (whole[choice]["message"] as? [String: Any])?["content"] as? String)
    }
  }

  @Test("a plain completion is streamed as texts")
  func plain() async throws {
    let asked = try await ModelEndpoint(constant(text)).ask(
      #"{"model":"test","prompt":"p","stream":true}"#, at: "/v1/completions")
    let events = try asked.events
    #expect(events.allSatisfy { $0["object"] as? String == "text_completion" })
    #expect(deltas(events).compactMap { $0["text"] as? String }.joined() == text)
    #expect(deltas(events).last?["finish_reason"] as? String == "stop")
  }

  @Test("what is wrong with the request is told without a stream")
  func refusal() async throws {
    let asked = try await ModelEndpoint(constant(text)).chat("p", #""stream":true,"n":0"#)
    #expect(asked.status == 400)
    #expect(try asked.error["param"] as? String == "n")
  }
}
