import MakerRecords

/// How a file compares with what a run says it has to be, as JSON has it.
struct FileReport: Encodable {
  private let comparison: FileComparison

  init(_ comparison: FileComparison) { self.comparison = comparison }

  private enum CodingKeys: String, CodingKey { case file, finding, byte }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(comparison.path, forKey: .file)
    let (finding, byte): (String, Int?) =
      switch comparison.finding {
      case .same: ("same", nil)
      case .missing: ("missing", nil)
      case .unreadable: ("unreadable", nil)
      case .differs(let byte): ("differs", byte)
      case .short(let bytes): ("short", bytes)
      case .long(let bytes): ("long", bytes)
      }
    try keys.encode(finding, forKey: .finding)
    try keys.encodeIfPresent(byte, forKey: .byte)
  }
}
