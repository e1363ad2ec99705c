import Maker
import MakerProviders
import Testing

@Suite("Anthropic's batches")
struct AnthropicBatchWireTests {
  private let wire = AnthropicBatchWire(model: "claude-haiku-4-5")
  private let items = (0..<3).map {
    BatchItem(id: "s\($0)-v0-a0", prompt: Prompt("line\n\($0)"), options: GenerationOptions(temperature: 0.1))
  }

  private func batch(
    _ status: String, results: String? = "https://api.anthropic.com/v1/messages/batches/msgbatch_1/results",
    processing: Int = 0, succeeded: Int = 2, errored: Int = 0, canceled: Int = 0, expired: Int = 0
  ) throws -> ProviderBatch {
    let url = results.map { "\"\($0)\"" } ?? "null"
    return try wire.batch(
      from: WireFixture.answer(
        #"{"id":"msgbatch_1","type":"message_batch","processing_status":"\#(status)","created_at":"2026-11-21T00:00:00Z","request_counts":{"processing":\#(processing),"succeeded":\#(succeeded),"errored":\#(errored),"canceled":\#(canceled),"expired":\#(expired)},"results_url":\#(url)}"#
      ),
      now: 0)
  }

  @Test("one call holds all requests, with the run's key in each name")
  func submission() throws {
    #expect(try wire.upload(items, key: "mk1") == nil)
    let call = try wire.submission(items, key: "mk1", upload: nil)
    #expect(call.method == .post && call.path == "/messages/batches")
    #expect(call.headers.contains { $0.name == "anthropic-version" })
    let requests = try JSONReader.read(call.body)["requests"]?.array ?? []
    #expect(requests.map { $0["custom_id"]?.string } == ["mk1-s0-v0-a0", "mk1-s1-v0-a0", "mk1-s2-v0-a0"])
    #expect(requests.allSatisfy { $0["params"]?["max_tokens"] == .integer(4096) })
    #expect(requests.first?["params"]?["messages"]?.array?.first?["content"] == .string("line\n0"))
    #expect(call.body.count <= items.reduce(100) { $0 + wire.size(of: $1) })
    #expect(wire.limits.requests == 100_000 && wire.limits.bytes <= 256_000_000)
    let long = BatchItem(
      id: String(repeating: "a", count: 62), prompt: Prompt("x"), options: GenerationOptions())
    let failure = WireFixture.failure { () throws(CallFailure) in
      try wire.submission([long], key: "mk1", upload: nil)
    }
    #expect(failure?.code == .invalidRequest && failure?.stage == .unsent)
  }

  @Test("calls about batches go where they belong, and the address a provider names is not called")
  func calls() throws {
    #expect(try wire.look(at: "msgbatch_1").path == "/messages/batches/msgbatch_1")
    #expect(try wire.cancellation(of: "msgbatch_1").path == "/messages/batches/msgbatch_1/cancel")
    #expect(try wire.list(after: nil).path == "/messages/batches?limit=100")
    #expect(try wire.list(after: "msgbatch_1").path == "/messages/batches?limit=100&after_id=msgbatch_1")
    let elsewhere = try batch("ended", results: "https://evil.example/results")
    #expect(try wire.downloads(of: elsewhere).map(\.path) == ["/messages/batches/msgbatch_1/results"])
    #expect(try wire.downloads(of: try batch("in_progress", results: nil)).isEmpty)
    for id in ["", "../x", "a/b"] {
      #expect(WireFixture.failure { () throws(CallFailure) in try wire.look(at: id) } != nil)
    }
  }

  @Test("every state is known, with its counts")
  func states() throws {
    #expect(
      try batch("in_progress", results: nil, processing: 5).status == BatchStatus(.running, done: 2, total: 7)
    )
    #expect(try batch("canceling", results: nil, processing: 5).status.state == .running)
    #expect(try batch("ended").status == BatchStatus(.ended, done: 2, total: 2))
    #expect(try batch("ended", errored: 3).status == BatchStatus(.ended, done: 5, total: 5))
    #expect(try batch("ended", canceled: 1).status.state == .cancelled)
    #expect(try batch("ended", expired: 1).status.state == .expired)
    #expect(try batch("something_new").status.state == .running)
    #expect(try batch("ended").createdAt == WireFixture.now)
    let archived = try batch("ended", results: nil).status
    #expect(archived.isOver && archived.state != .ended)
    #expect(
      WireFixture.failure { () throws(CallFailure) in
        try wire.batch(
          from: WireFixture.answer(
            #"{"id":"x","processing_status":"ended","request_counts":{"errored":-1}}"#), now: 0)
      }?.isTransient == true)
  }

  @Test("results in any order are told apart by their names; each failure is that of its line alone")
  func results() throws {
    let message =
      #"{"type":"message","content":[{"type":"text","text":"4"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}"#
    func error(_ type: String) -> String {
      #"{"type":"errored","error":{"type":"error","error":{"type":"\#(type)","message":"no"}}}"#
    }
    let results = [
      ("b", #"{"type":"succeeded","message":\#(message)}"#), ("a", #"{"type":"expired"}"#),
      ("c", #"{"type":"canceled"}"#),
      ("d", error("invalid_request_error")), ("e", error("api_error")), ("f", error("overloaded_error")),
      ("g", #"{"type":"succeeded"}"#), ("h", #"{"type":"new"}"#),
    ]
    let body = results.map { #"{"custom_id":"mk1-\#($0)","result":\#($1)}"# }.joined(separator: "\n")
    let replies = try wire.replies(from: WireFixture.answer(body + "\n"), key: "mk1", now: 0)
    #expect(replies.map(\.id) == results.map(\.0))
    #expect(
      try replies[0].result.get()
        == Response(
          "4", usage: Usage(inputTokens: 3, outputTokens: 1), model: "anthropic/claude-haiku-4-5:batch"))
    let codes = replies.dropFirst().map { reply -> LanguageModelError.Code? in
      if case .failure(let error) = reply.result { error.code } else { nil }
    }
    #expect(
      codes == [
        .unavailable, .unavailable, .invalidRequest, .unavailable, .unavailable, .unavailable, .unavailable,
      ])
  }

  @Test("a list is read, with where the next page begins")
  func pages() throws {
    let page = try wire.page(
      from: WireFixture.answer(
        #"{"data":[{"id":"m1","processing_status":"ended"}],"has_more":true,"first_id":"m1","last_id":"m1"}"#),
      now: 0)
    #expect(page.batches.map(\.id) == ["m1"] && page.next == "m1")
    #expect(
      WireFixture.failure { () throws(CallFailure) in
        try wire.page(from: WireFixture.answer("{}"), now: 0)
      }?.isTransient == true)
  }
}

@Suite("Looking for a batch")
struct BatchSearchTests {
  private let record = BatchRecord(key: "mk1", firstStep: 0, requests: 10, time: 100_000)

  private func batch(
    _ id: String, key: String? = nil, at time: Double?, requests: Int = 10,
    _ state: BatchStatus.State = .ended
  ) -> ProviderBatch {
    ProviderBatch(
      id: id, key: key, status: BatchStatus(state, done: 0, total: requests), createdAt: time, results: [])
  }

  @Test("a provider that keeps the key settles it: found on its page, or absent once the list is past it")
  func keyed() {
    var search = BatchSearch(for: record, keepsKey: true)
    let first = BatchPage(batches: [batch("a", key: "mk2", at: 100_500)], next: "a")
    #expect(search.take(first) == .list(after: "a"))
    let second = BatchPage(batches: [batch("b", key: "mk1", at: 100_001), batch("c", at: 1)], next: "c")
    #expect(search.take(second) == .found("b"))
    var other = BatchSearch(for: record, keepsKey: true)
    #expect(other.take(BatchPage(batches: [batch("c", at: 1)], next: "c")) == .absent)
    var last = BatchSearch(for: record, keepsKey: true)
    #expect(last.take(BatchPage(batches: [], next: nil)) == .absent)
  }

  @Test("without keys those of the same time and size may be it, over all pages")
  func unkeyed() {
    var search = BatchSearch(for: record, keepsKey: false)
    let mine = batch("b", at: 100_010, .running)
    let uncounted = batch("d", at: nil, requests: 0, .waiting)
    let first = BatchPage(
      batches: [batch("z", at: 200_000), batch("y", at: 100_020, requests: 11), mine, uncounted], next: "d")
    #expect(search.take(first) == .list(after: "d"))
    let early = batch("e", at: 96_500)
    let second = BatchPage(batches: [early, batch("f", at: 96_000)], next: "f")
    #expect(search.take(second) == .compare([mine, uncounted, early]))
  }

  @Test("without any that may be it, it was never taken")
  func absent() {
    var search = BatchSearch(for: record, keepsKey: false)
    #expect(search.take(BatchPage(batches: [batch("a", at: 100_000, requests: 9)], next: nil)) == .absent)
  }
}
