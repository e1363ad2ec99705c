import Foundation

extension FakeBatchAPI {
  func openAI(_ request: FaultServer.Request, _ path: [String], _ shared: inout Shared) -> [UInt8] {
    switch (request.method, path.count) {
    case ("POST", 1) where path == ["files"]:
      let lines = Self.lines(ofUpload: request)
      guard lines.count <= course.most else {
        return Answers.error("413 Payload Too Large", message: "Too large.", type: "invalid_request_error")
      }
      let id = "file-\(shared.files.count)"
      shared.files[id] = lines
      return Self.ok(["id": id, "object": "file", "purpose": "batch"])
    case ("POST", 1):
      let body = Self.object(request.body)
      guard let file = body["input_file_id"] as? String, let requests = shared.files[file],
        body["endpoint"] as? String == "/v1/chat/completions", body["completion_window"] as? String == "24h"
      else { return Answers.error("400 Bad Request", message: "Bad batch.", type: "invalid_request_error") }
      let key = (body["metadata"] as? [String: String])?["maker_key"]
      return Self.ok(openAIBatch(take(requests, key: key, &shared)))
    case ("GET", 1):
      return list(request, shared)
    case ("GET", 2):
      return look(at: path[1], &shared).map { Self.ok(openAIBatch($0)) } ?? Self.missing
    case ("GET", 3) where path[0] == "files": return openAIFile(path[1], shared)
    case ("POST", 3) where path[2] == "cancel":
      guard let place = shared.batches.firstIndex(where: { $0.id == path[1] }) else { return Self.missing }
      shared.batches[place].states = ["cancelling", "cancelled"]
      return Self.ok(openAIBatch(shared.batches[place]))
    default: return Self.missing
    }
  }

  /// The newest first, two a page.
  private func list(_ request: FaultServer.Request, _ shared: Shared) -> [UInt8] {
    let newest = Array(shared.batches.reversed())
    let after = request.path.components(separatedBy: "after=").dropFirst().first
    let start = after.flatMap { id in newest.firstIndex { $0.id == id } }.map { $0 + 1 } ?? 0
    let page = Array(newest[start...].prefix(2))
    return Self.ok([
      "object": "list", "data": page.map(openAIBatch), "has_more": start + page.count < newest.count,
      "last_id": page.last?.id ?? "",
    ])
  }

  private func openAIBatch(_ batch: Batch) -> [String: Any] {
    let isOver = ["completed", "expired", "cancelled"].contains(batch.state)
    let answered = batch.fates.count { if case .answered = $0 { true } else { false } }
    let failed = batch.fates.count { if case .answered = $0 { false } else { $0 != .missing } }
    var value: [String: Any] = [
      "id": batch.id, "object": "batch", "status": batch.state, "created_at": batch.created,
      "metadata": ["maker_key": batch.key ?? ""],
      "request_counts": [
        "total": batch.requests.count, "completed": isOver ? answered : answered / 2,
        "failed": isOver ? failed : 0,
      ],
    ]
    if isOver, answered > 0 { value["output_file_id"] = "out-\(batch.id)" }
    if isOver, failed > 0 { value["error_file_id"] = "err-\(batch.id)" }
    if batch.state == "failed" {
      value["errors"] = [
        "data": [["code": "token_limit_exceeded", "message": "Enqueued token limit reached."]]
      ]
    }
    return value
  }

  /// A file of results, the last request first.
  private func openAIFile(_ name: String, _ shared: Shared) -> [UInt8] {
    let isOutput = name.hasPrefix("out-")
    guard let batch = shared.batches.first(where: { $0.id == name.dropFirst(4) }), !batch.isArchived else {
      return Answers.error("404 Not Found", message: "No such file.", type: "invalid_request_error")
    }
    var body: [UInt8] = []
    for (request, fate) in zip(batch.requests, batch.fates).reversed() {
      var line: [String: Any] = ["id": "r", "custom_id": request.id]
      switch fate {
      case .answered(let text) where isOutput:
        line["response"] = ["status_code": 200, "body": Self.object(Self.chat(text).utf8)]
        line["error"] = NSNull()
      case .failed(let status) where !isOutput:
        line["response"] = [
          "status_code": status, "body": ["error": ["message": "It failed.", "type": "server_error"]],
        ]
        line["error"] = NSNull()
      case .expired where !isOutput:
        line["error"] = ["code": "batch_expired", "message": "This request could not be executed in time."]
      case .cancelled where !isOutput:
        line["error"] = ["code": "batch_cancelled", "message": "This request was cancelled."]
      default: continue
      }
      body += Self.json(line) + [0x0A]
    }
    return Answers.http("200 OK", type: "application/octet-stream", body: body)
  }

  private static func chat(_ text: String) -> String {
    Answers.chatJSON(content: "\"\(text)\"", model: "gpt-4.1-mini")
  }

  /// The requests in the file part of a multipart upload.
  private static func lines(ofUpload request: FaultServer.Request) -> [(id: String, prompt: String)] {
    let type = request.header("content-type") ?? ""
    guard let boundary = type.components(separatedBy: "boundary=").dropFirst().first else { return [] }
    let parts = String(decoding: request.body, as: UTF8.self).components(separatedBy: "--\(boundary)")
    guard let file = parts.first(where: { $0.contains("filename=") }),
      parts.contains(where: { $0.contains("name=\"purpose\"") && $0.contains("batch") }),
      let content = file.components(separatedBy: "\r\n\r\n").dropFirst().first
    else { return [] }
    return content.split(separator: "\n").compactMap { line in
      let value = object(line.utf8)
      guard let id = value["custom_id"] as? String, value["method"] as? String == "POST",
        value["url"] as? String == "/v1/chat/completions", let body = value["body"] as? [String: Any]
      else { return nil }
      return (id, prompt(in: body))
    }
  }

  static func prompt(in body: [String: Any]) -> String {
    let messages = body["messages"] as? [[String: Any]] ?? []
    let last = messages.last?["content"]
    if let text = last as? String { return text }
    return ((last as? [[String: Any]])?.last?["text"] as? String) ?? ""
  }
}
