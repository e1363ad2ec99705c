import Foundation
import Testing

/// The object that `run`, `resume`, `show` and `verify` end with.
struct Report: Decodable, Equatable {
  var run: String
  var status: String
  var steps: Int
  var decided: Int
  var votes: Int
  var samples: Int
  var flags: [String: Int]
  var longestBallot: Int
  var wallSeconds: Double
  var costUsd: Double?
  var verified: Bool?
  var outvoted: Int
  var contested: Int
  var inputTokens: Int
  var outputTokens: Int

  /// Without what differs between two runs of the same: name and times.
  var timeless: Report {
    var copy = self
    (copy.run, copy.wallSeconds) = ("", 0)
    return copy
  }
}

/// A step as `show --step --json` prints it.
struct ShownStep: Decodable {
  struct Candidate: Decodable {
    let votes: Int
  }
  struct Reply: Decodable {
    let slot: Int
    let attempt: Int
    let seed: UInt64
    let reply: String
    let flag: String?
  }

  let step: Int
  let ballot: [Candidate]
  let samples: Int
  let flags: [String: Int]
  let replies: [Reply]
}

extension Outcome {
  /// The report on the last line of standard output.
  var report: Report {
    get throws { try decoded(Report.self, from: #require(outputLines.last, "\(errors)")) }
  }

  /// The step on the first line of standard output.
  var shownStep: ShownStep {
    get throws { try decoded(ShownStep.self, from: #require(outputLines.first, "\(errors)")) }
  }

  /// The object on the last line of standard output, by its keys.
  var object: [String: Any] {
    get throws { try jsonObject(#require(outputLines.last, "\(errors)")) }
  }

  private func decoded<Value: Decodable>(_ type: Value.Type, from line: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(line.utf8))
  }
}

/// The JSON object in `line`.
func jsonObject(_ line: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
}

/// Expects a command to have failed with `code`, one clear sentence and nothing else.
func expectRefusal(
  _ outcome: Outcome, _ code: Int32, saying words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", sourceLocation: sourceLocation)
  #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("maker: "), "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(!outcome.errors.contains("Error"), "\(outcome.errors)", sourceLocation: sourceLocation)
  for word in words {
    #expect(outcome.errors.contains(word), "\(outcome.errors)", sourceLocation: sourceLocation)
  }
}
