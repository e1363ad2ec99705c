import Foundation

extension FakeBatchAPI {
  func anthropic(_ request: FaultServer.Request, _ path: [String], _ shared: inout Shared) -> [UInt8] {
    guard path.starts(with: ["messages", "batches"]), request.header("anthropic-version") != nil else {
      return Self.missing
    }
    switch (request.method, path.count) {
    case ("POST", 2):
      let requests = (Self.object(request.body)["requests"] as? [[String: Any]] ?? []).map { value in
        (
          id: value["custom_id"] as? String ?? "",
          prompt: Self.prompt(in: value["params"] as? [String: Any] ?? [:])
        )
      }
      guard requests.count <= course.most else {
        return Answers.http(
          "413 Payload Too Large",
          text: #"{"type":"error","error":{"type":"request_too_large","message":"Too large."}}"#)
      }
      return Self.ok(anthropicBatch(take(requests, key: nil, &shared)))
    case ("GET", 2): return list(request, &shared)
    case ("GET", 3): return look(at: path[2], &shared).map { Self.ok(anthropicBatch($0)) } ?? Self.missing
    case ("GET", 4) where path[3] == "results":
      return shared.batches.first { $0.id == path[2] }.map(results) ?? Self.missing
    case ("POST", 4) where path[3] == "cancel":
      guard let place = shared.batches.firstIndex(where: { $0.id == path[2] }) else { return Self.missing }
      shared.batches[place].states = ["canceling", "ended"]
      return Self.ok(anthropicBatch(shared.batches[place]))
    default: return Self.missing
    }
  }

  /// The newest first, two a page. Whoever sees a batch in it has looked at it.
  private func list(_ request: FaultServer.Request, _ shared: inout Shared) -> [UInt8] {
    let newest = Array(shared.batches.reversed())
    let after = request.path.components(separatedBy: "after_id=").dropFirst().first
    let start = after.flatMap { id in newest.firstIndex { $0.id == id } }.map { $0 + 1 } ?? 0
    let page = newest[start...].prefix(2).compactMap { look(at: $0.id, &shared) }
    return Self.ok([
      "data": page.map(anthropicBatch), "has_more": start + page.count < newest.count,
      "last_id": page.last?.id ?? "",
    ])
  }

  private func anthropicBatch(_ batch: Batch) -> [String: Any] {
    let isOver = batch.state == "ended"
    func count(_ holds: (Fate) -> Bool) -> Int { isOver ? batch.fates.count(where: holds) : 0 }
    return [
      "id": batch.id, "type": "message_batch", "processing_status": batch.state,
      "created_at": Date(timeIntervalSince1970: batch.created).ISO8601Format(),
      "request_counts": [
        "processing": isOver ? 0 : batch.requests.count,
        "succeeded": count { if case .answered = $0 { true } else { false } },
        "errored": count { if case .failed = $0 { true } else { $0 == .missing } },
        "expired": count { $0 == .expired }, "canceled": count { $0 == .cancelled },
      ],
      "results_url": isOver && !batch.isArchived ? "https://elsewhere.example/results" : NSNull(),
    ]
  }

  /// The results, the last request first.
  private func results(_ batch: Batch) -> [UInt8] {
    var body: [UInt8] = []
    for (request, fate) in zip(batch.requests, batch.fates).reversed() {
      let result: [String: Any]
      switch fate {
      case .answered(let text): result = ["type": "succeeded", "message": Self.message(text)]
      case .failed:
        result = [
          "type": "errored",
          "error": ["type": "error", "error": ["type": "api_error", "message": "It failed."]],
        ]
      case .expired: result = ["type": "expired"]
      case .cancelled: result = ["type": "canceled"]
      case .missing: continue
      }
      body += Self.json(["custom_id": request.id, "result": result]) + [0x0A]
    }
    return Answers.http("200 OK", type: "application/x-jsonl", body: body)
  }

  private static func message(_ text: String) -> [String: Any] {
    [
      "id": "m", "type": "message", "role": "assistant", "model": "claude-haiku-4-5",
      "content": [["type": "text", "text": text]], "stop_reason": "end_turn",
      "usage": ["input_tokens": 12, "output_tokens": 3],
    ]
  }
}
