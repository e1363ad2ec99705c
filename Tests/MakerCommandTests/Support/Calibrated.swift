import Foundation
import Testing

extension Workplace {
  /// Calibrates, and expects it to be done.
  func calibrated(_ arguments: String...) async throws -> [String: Any] { try await calibrated(arguments) }

  /// Calibrates, and expects it to be done.
  func calibrated(_ arguments: [String]) async throws -> [String: Any] {
    let outcome = try await maker(["calibrate", "hanoi", "--json"] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.outputLines.count == 1)
    return try outcome.object
  }

  /// How many samples a log holds.
  func loggedSamples(_ name: String) -> Int {
    guard let data = try? bytes(name) else { return 0 }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").count { $0.contains("\"slot\":") }
  }
}

/// The models of a report, without what differs between two calibrations of the same: times.
func timelessModels(_ report: [String: Any]) throws -> [NSDictionary] {
  let calibration = try #require(report["calibration"] as? [String: Any])
  return try #require(calibration["models"] as? [[String: Any]]).map { model in
    var copy = model
    copy["latency_ms"] = nil
    return copy as NSDictionary
  }
}

/// A part of the first model of a report.
func figure<Value>(_ report: [String: Any], _ keys: String..., as type: Value.Type = Int.self) throws -> Value
{
  var value: Any = try #require(timelessModels(report).first)
  for key in keys { value = try #require((value as? [String: Any])?[key], "\(key)") }
  return try #require(value as? Value)
}
