import Maker
import MakerTasks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file of cases, one JSON object a line, in place of random steps.
struct CaseFile: Sendable {
  private struct Line: Decodable {
    var name: String
    var size: Int?
    var instructions: String?
    var prompt: String
    var rightReply: String?

    private enum CodingKeys: String, CodingKey {
      case name, size, instructions, prompt
      case rightReply = "right_reply"
    }
  }

  private static let limit = 1 << 28

  /// The cases in the order of their lines.
  let cases: [CalibrationCase<HanoiAnswer>]
  /// Tells it from a file with anything else in it.
  let digest: String

  /// Reads a file of cases.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - disks: The disks of a case without a size.
  /// - Throws: A failure that names the line that cannot be used, and why.
  init(at path: String, disks: Int) throws(CommandFailure) {
    let text: String
    do throws(SmallFile.Failure) {
      text = try SmallFile.text(path, limit: Self.limit)
    } catch {
      throw CommandFailure(.usage, "The file of cases \(path) \(error.message).")
    }
    var hash = FNV1a()
    hash.combine(Array(text.utf8)[...])
    digest = hash.digits
    var cases: [CalibrationCase<HanoiAnswer>] = []
    // Bytes, since a line end of Windows is one character; its carriage return is white space to JSON.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (place, bytes) in lines.enumerated() {
      let line = Substring(bytes)
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      let number = place + 1
      do throws(Refusal) {
        let new = try Self.question(line, number: cases.count, disks: disks)
        if let first = cases.first, (first.right == nil) != (new.right == nil) {
          throw Refusal("it must have a `right_reply` if the first one has, and none if it has none")
        }
        cases.append(new)
      } catch {
        throw CommandFailure(.data, "Line \(number) of \(path) cannot be used: \(error.reason).")
      }
    }
    guard !cases.isEmpty else { throw CommandFailure(.data, "There is no case in \(path).") }
    self.cases = cases
  }

  private struct Refusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  private static func question(
    _ text: Substring, number: Int, disks: Int
  ) throws(Refusal) -> CalibrationCase<HanoiAnswer> {
    let line: Line
    do {
      line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    } catch DecodingError.keyNotFound(let key, _) {
      throw Refusal("it has no `\(key.stringValue)`")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      throw Refusal("its `\(context.codingPath.last?.stringValue ?? "object")` is of the wrong type")
    } catch {
      throw Refusal("it is no JSON object")
    }
    guard let task = try? TowersOfHanoi(disks: line.size ?? disks),
      let repairing = try? TowersOfHanoi(disks: line.size ?? disks, parser: .repairing)
    else { throw Refusal("its `size` is none of 1 to 62") }
    var right: HanoiAnswer?
    if let reply = line.rightReply {
      do throws(Flagged) {
        right = try task.answer(in: reply)
      } catch {
        throw Refusal("its `right_reply` cannot be read: \(error.reason)")
      }
    }
    return CalibrationCase(
      name: line.name, size: line.size, number: number,
      prompt: Prompt(line.prompt, instructions: line.instructions.map { Instructions($0) }), right: right,
      answer: { reply throws(Flagged) in try task.answer(in: reply) },
      repaired: { reply throws(Flagged) in try repairing.answer(in: reply) })
  }
}
