import MakerAgents

/// Reads what stands in the records of a file.
struct RowReader: Sendable {
  /// The names of a table's columns, in order; nil for JSON Lines.
  let columns: [String]?
  /// What stands between cells; nil for JSON Lines.
  let separator: UInt8?

  /// The record that these bytes are, or what is wrong with them.
  func record(_ raw: RawRecord) -> Result<AgentRecord, BadRecord> {
    if let problem = raw.problem { return .failure(BadRecord(line: raw.line, reason: problem)) }
    guard let columns, let separator else {
      do throws(MalformedValue) {
        return .success(try AgentRecord(json: raw.bytes))
      } catch {
        return .failure(BadRecord(line: raw.line, reason: error.description))
      }
    }
    guard let fields = Self.fields(raw.bytes, separator) else {
      return .failure(BadRecord(line: raw.line, reason: "it is not valid UTF-8"))
    }
    guard fields.count == columns.count else {
      let reason =
        "it has \(fields.count) field\(fields.count == 1 ? "" : "s"), and the header row has \(columns.count)"
      return .failure(BadRecord(line: raw.line, reason: reason))
    }
    return .success(AgentRecord(zip(columns, fields).map { AgentValue.Member($0, .string($1)) }))
  }

  /// The columns of a header row.
  static func columns(_ raw: RawRecord, _ separator: UInt8, of path: String) throws(RecordFailure) -> [String]
  {
    let what: String
    if let problem = raw.problem {
      what = problem
    } else if let names = fields(raw.bytes, separator) {
      var seen: Set<[UInt8]> = []
      let twice = names.first { !seen.insert(Array($0.utf8)).inserted }
      if let twice {
        what = "two columns are called \"\(twice)\""
      } else if names.count > AgentLimits.fields {
        what = "it has \(names.count) columns, more than \(AgentLimits.fields)"
      } else {
        return names
      }
    } else {
      what = "it is not valid UTF-8"
    }
    throw RecordFailure(
      .unusable,
      "The header row of \(path) (line \(raw.line)) cannot be used: \(what). Mend it, then try again.")
  }

  /// The fields of a row whose quotes are in order; nil when it is not valid UTF-8.
  static func fields(_ row: ArraySlice<UInt8>, _ separator: UInt8) -> [String]? {
    row.withUnsafeBufferPointer { bytes in
      var fields: [String] = []
      var index = 0
      while true {
        let field: String?
        if index < bytes.count, bytes[index] == RecordSplitter.quote {
          (field, index) = quotedField(bytes, from: index + 1)
        } else {
          let end = bytes.firstIndex(of: separator, from: index) ?? bytes.count
          field = text(bytes, index..<end)
          index = end
        }
        guard let field else { return nil }
        fields.append(field)
        guard index < bytes.count else { return fields }
        index += 1
      }
    }
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String? {
    String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// A field after the quote that opens it, and where the quote that closes it is past.
  private static func quotedField(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (String?, Int) {
    var unescaped: [UInt8] = []
    var start = start
    while let quote = bytes.firstIndex(of: RecordSplitter.quote, from: start) {
      guard quote + 1 < bytes.count, bytes[quote + 1] == RecordSplitter.quote else {
        if unescaped.isEmpty { return (text(bytes, start..<quote), quote + 1) }
        unescaped += bytes[start..<quote]
        return (String(validating: unescaped, as: UTF8.self), quote + 1)
      }
      unescaped += bytes[start...quote]
      start = quote + 2
    }
    return (nil, bytes.count)
  }
}
