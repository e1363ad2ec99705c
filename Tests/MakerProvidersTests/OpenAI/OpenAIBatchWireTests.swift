import Maker
import MakerProviders
import Testing

@Suite("OpenAI's batches")
struct OpenAIBatchWireTests {
  private let wire = OpenAIBatchWire(model: "gpt-4.1-mini")
  private let items = (0..<3).map {
    BatchItem(
      id: "s\($0)-v0-a0", prompt: Prompt("line\n\($0) --maker-mk1"),
      options: GenerationOptions(temperature: 0.1))
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func batch(_ more: String, status: String = "in_progress") throws -> ProviderBatch {
    try wire.batch(
      from: WireFixture.answer(#"{"id":"batch_1","object":"batch","status":"\#(status)"\#(more)}"#), now: 0)
  }

  @Test("the upload is a form with the purpose and a file of one request a line")
  func upload() throws {
    let call = try #require(try wire.upload(items, key: "mk1"))
    #expect(call.method == .post && call.path == "/files")
    #expect(call.headers.contains { $0.value == "multipart/form-data; boundary=maker-mk1" })
    let parts = text(call.body).split(separator: "--maker-mk1\r\n")
    #expect(parts.count == 2)
    #expect(parts[0] == "Content-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n")
    #expect(parts[1].hasPrefix("Content-Disposition: form-data; name=\"file\"; filename=\"mk1.jsonl\"\r\n"))
    #expect(parts[1].hasSuffix("}\n\r\n--maker-mk1--\r\n"))
    let lines = parts[1].split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{") }
    #expect(lines.count == 3)
    for (index, line) in lines.enumerated() {
      let value = try JSONReader.read(Array(line.utf8))
      #expect(value["custom_id"] == .string("mk1-s\(index)-v0-a0"))
      #expect(value["method"] == .string("POST") && value["url"] == .string("/v1/chat/completions"))
      #expect(value["body"]?["model"] == .string("gpt-4.1-mini"))
      #expect(value["body"]?["messages"]?.array?.first?["content"] == .string("line\n\(index) --maker-mk1"))
    }
  }

  @Test("an item is no larger than it says, and its size is known without the key")
  func sizes() throws {
    let key = "mk0123456789abcdef"
    let body = try #require(try wire.upload(items, key: key)).body
    #expect(body.count <= items.reduce(1000) { $0 + wire.size(of: $1) })
    for item in items { #expect(wire.size(of: item) > item.prompt.content.utf8.count) }
    #expect(wire.limits.requests == 50_000 && wire.limits.bytes <= 200_000_000)
  }

  @Test("a submission names the file and the run's key")
  func submission() throws {
    let call = try wire.submission(items, key: "mk1", upload: "file-9")
    #expect(call.method == .post && call.path == "/batches")
    let value = try JSONReader.read(call.body)
    #expect(value["input_file_id"] == .string("file-9"))
    #expect(value["endpoint"] == .string("/v1/chat/completions"))
    #expect(value["completion_window"] == .string("24h"))
    #expect(value["metadata"]?["maker_key"] == .string("mk1"))
    #expect(
      try wire.uploadID(from: WireFixture.answer(#"{"id":"file-9","object":"file"}"#), now: 0) == "file-9")
  }

  @Test(
    "names that a provider would not take are refused before anything is sent",
    arguments: [
      ("", "a"), ("k y", "a"), ("k-y", "a"), ("mk1", ""), ("mk1", "a b"), ("mk1", "ä"), ("mk1", "a\"b"),
      ("mk1", String(repeating: "a", count: 61)),
    ])
  func names(key: String, id: String) {
    let item = BatchItem(id: id, prompt: Prompt("x"), options: GenerationOptions())
    let failure = WireFixture.failure { () throws(CallFailure) in try wire.upload([item], key: key) }
    #expect(failure?.code == .invalidRequest && failure?.stage == .unsent)
  }

  @Test("a name of a provider that fits no address is not called")
  func paths() {
    for id in ["", "../files", "a/b", "a?b", "a b", "é", String(repeating: "a", count: 300)] {
      #expect(WireFixture.failure { () throws(CallFailure) in try wire.look(at: id) } != nil)
      #expect(WireFixture.failure { () throws(CallFailure) in try wire.cancellation(of: id) } != nil)
      #expect(WireFixture.failure { () throws(CallFailure) in try wire.list(after: id) } != nil)
    }
  }

  @Test("calls about batches go where they belong")
  func calls() throws {
    #expect(try wire.look(at: "batch_1") == HTTPCall(.get, "/batches/batch_1"))
    #expect(try wire.cancellation(of: "batch_1") == HTTPCall(.post, "/batches/batch_1/cancel"))
    #expect(try wire.list(after: nil) == HTTPCall(.get, "/batches?limit=100"))
    #expect(try wire.list(after: "batch_1") == HTTPCall(.get, "/batches?limit=100&after=batch_1"))
    let done = try batch(#","output_file_id":"file-o","error_file_id":"file-e""#, status: "completed")
    #expect(try wire.downloads(of: done).map(\.path) == ["/files/file-o/content", "/files/file-e/content"])
    let none = try batch(#","output_file_id":null"#, status: "completed")
    #expect(try wire.downloads(of: none).isEmpty)
  }

  @Test(
    "every state is known",
    arguments: [
      ("validating", BatchStatus.State.waiting), ("in_progress", .running), ("finalizing", .running),
      ("cancelling", .running), ("completed", .ended), ("expired", .expired), ("cancelled", .cancelled),
      ("failed", .failed("no reason given")), ("something_new", .running),
    ])
  func states(name: String, state: BatchStatus.State) throws {
    #expect(try batch("", status: name).status.state == state)
  }

  @Test("a batch tells its key, its counts, when it was made, and why it failed")
  func facts() throws {
    let found = try batch(
      #","created_at":1711471533,"request_counts":{"total":100,"completed":95,"failed":5},"metadata":{"maker_key":"mk1"}"#
    )
    #expect(found.key == "mk1" && found.createdAt == 1_711_471_533)
    #expect(found.status == BatchStatus(.running, done: 100, total: 100))
    #expect(try batch(#","metadata":null"#).key == nil)
    let failed = try batch(
      #","errors":{"data":[{"code":"token_limit_exceeded","message":"Enqueued token limit reached"},{"code":"x"}]}"#,
      status: "failed")
    #expect(failed.status.state == .failed("Enqueued token limit reached; x"))
  }

  @Test("a batch that the provider does not know is gone; other failures are thrown")
  func gone() throws {
    let missing = WireFixture.answer(
      #"{"error":{"message":"No batch found with id 'batch_1'."}}"#, status: 404)
    guard case .gone(let words) = try wire.status(from: missing, now: 0).state else {
      Issue.record("not gone")
      return
    }
    #expect(words.contains("No batch found") && !words.contains("--model"))
    for status in [401, 429, 500] {
      let answer = WireFixture.answer("", status: status)
      #expect(WireFixture.failure { () throws(CallFailure) in try wire.status(from: answer, now: 0) } != nil)
    }
    let ended = WireFixture.answer(#"{"id":"b","status":"completed"}"#)
    #expect(try wire.status(from: ended, now: 0).state == .ended)
  }

  @Test("a page tells where the next begins")
  func pages() throws {
    let page = try wire.page(
      from: WireFixture.answer(
        #"{"data":[{"id":"b1","status":"completed"},{"id":"b2","status":"failed"}],"has_more":true,"last_id":"b2"}"#
      ), now: 0)
    #expect(page.batches.map(\.id) == ["b1", "b2"] && page.next == "b2")
    let last = try wire.page(from: WireFixture.answer(#"{"data":[],"has_more":false}"#), now: 0)
    #expect(last.batches.isEmpty && last.next == nil)
  }
}

@Suite("Results of OpenAI's batches")
struct OpenAIBatchResultsTests {
  private let wire = OpenAIBatchWire(model: "gpt-4.1-mini")

  private func replies(_ lines: [String], end: String = "\n") throws -> [BatchReply] {
    try wire.replies(from: WireFixture.answer(lines.joined(separator: "\n") + end), key: "mk1", now: 0)
  }

  private func line(_ id: String, content: String = "x", status: Int = 200) -> String {
    #"{"id":"r","custom_id":"\#(id)","response":{"status_code":\#(status),"body":{"choices":[{"message":{"content":"\#(content)"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}},"error":null}"#
  }

  @Test("lines in any order are told apart by their names, and are priced as a batch")
  func order() throws {
    let replies = try replies([line("mk1-b", content: "B"), "", line("mk1-a", content: "A")])
    #expect(replies.map(\.id) == ["b", "a"])
    let first = try replies[0].result.get()
    #expect(first.content == "B" && first.model == "openai/gpt-4.1-mini:batch")
    #expect(first.usage == Usage(inputTokens: 3, outputTokens: 1))
  }

  @Test("each failure is that of its line alone")
  func failures() throws {
    let replies = try replies([
      line("mk1-a"), line("mk1-b", status: 0),
      #"{"custom_id":"mk1-c","response":null,"error":{"code":"batch_expired","message":"too late"}}"#,
      #"{"custom_id":"mk1-d","response":{"status_code":400,"body":{"error":{"message":"bad","type":"invalid_request_error"}}},"error":null}"#,
      #"{"custom_id":"mk1-e","response":{"status_code":429,"body":{"error":{"code":"insufficient_quota"}}}}"#,
      #"{"custom_id":"mk1-f"}"#,
      #"{"custom_id":"mk1-g","response":{"status_code":200,"body":{"choices":[]}}}"#,
      #"{"custom_id":"mk1-h","response":{"status_code":503,"body":null}}"#,
      #"{"custom_id":"mk1-i","response":null,"error":{"code":"batch_cancelled","message":"stopped"}}"#,
    ])
    func code(_ id: String) -> LanguageModelError.Code? {
      guard case .failure(let error)? = replies.first(where: { $0.id == id })?.result else { return nil }
      return error.code
    }
    #expect(replies.count == 9 && code("a") == nil)
    for id in ["b", "c", "f", "g", "h", "i"] { #expect(code(id) == .unavailable, "\(id)") }
    #expect(code("d") == .invalidRequest)
    #expect(code("e") == .outOfMoney)
  }

  @Test("a line that cannot be read is passed over, a file that is cut off is fetched again")
  func damage() throws {
    #expect(try replies([line("mk1-a"), "{broken", line("mk1-b")]).map(\.id) == ["a", "b"])
    let cut = WireFixture.failure { () throws(CallFailure) in
      let body = line("mk1-a") + "\n" + line("mk1-b").dropLast(5)
      return try wire.replies(from: WireFixture.answer(body), key: "mk1", now: 0)
    }
    #expect(cut?.isTransient == true)
    #expect(try replies([line("mk1-a"), line("mk1-b")], end: "").count == 2)
    #expect(try replies([], end: "").isEmpty)
  }

  @Test("the results of another batch are refused, and lines of another are passed over")
  func foreign() throws {
    let failure = WireFixture.failure { () throws(CallFailure) in
      try wire.replies(from: WireFixture.answer(line("mk2-a") + "\n"), key: "mk1", now: 0)
    }
    #expect(failure?.code == .invalidResponse)
    #expect(try replies([line("mk10-a"), line("mk1-b")]).map(\.id) == ["b"])
  }

  @Test("results that are gone say so")
  func gone() {
    let failure = WireFixture.failure { () throws(CallFailure) in
      try wire.replies(from: WireFixture.answer("", status: 404), key: "mk1", now: 0)
    }
    #expect(failure?.code == .unknownModel)
    #expect(failure?.message.contains("no longer its results") == true)
  }

  @Test("random damage to a file never traps, and never counts a negative token")
  func mutations() {
    let body = Array([line("mk1-a"), line("mk1-b"), line("mk1-c", status: 500)].joined(separator: "\n").utf8)
    var generator = DamageGenerator(seed: 9)
    var replies = 0
    for _ in 0..<2000 {
      let answer = HTTPAnswer(status: 200, body: generator.damage(body))
      for reply in (try? wire.replies(from: answer, key: "mk1", now: 0)) ?? [] {
        replies += 1
        if case .success(let response) = reply.result { #expect(response.usage.tokens >= 0) }
      }
    }
    #expect(replies > 1000)
  }
}
