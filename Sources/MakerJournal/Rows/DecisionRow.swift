import GRDB
import Maker

/// A decision on its way into the tables `decision`, `contest`, `candidate`, `ruling` and `sample`.
///
/// It is small, because tens of thousands of them may wait for their commit: what only contested steps have is
/// boxed.
struct DecisionRow: Sendable {
  let step: Int
  let answer: [UInt8]
  let votes: Int
  let samples: Int
  let contest: Contest?
  let kept: [Sample]

  /// What was said beside the answer, and who decided when voting did not.
  final class Contest: Sendable {
    let ruling: Ruling?
    let candidates: [[UInt8]]
    let order: [Int]
    let flags: [FlagKind: Int]

    init(_ record: DecisionRecord) {
      ruling = record.ruling
      candidates = record.candidates
      order = record.order
      var flags: [FlagKind: Int] = [:]
      for sample in record.samples {
        if let flag = sample.flag { flags[flag.kind, default: 0] += 1 }
      }
      self.flags = flags
    }
  }

  /// The row of a decision. Not an initializer, which would copy the whole record, a million times.
  static func of(_ record: DecisionRecord, keeping recording: JournalOptions.Recording) -> DecisionRow {
    let isContested =
      !record.candidates.isEmpty || record.samples.count > record.votes || record.ruling != nil
    let isKept =
      switch recording {
      case .all: true
      case .contested: isContested
      case .none: false
      }
    return DecisionRow(
      step: record.step, answer: record.answer, votes: record.votes, samples: record.samples.count,
      contest: isContested ? Contest(record) : nil, kept: isKept ? record.samples : [])
  }

  /// The bytes that wait with this row, about.
  var weight: Int {
    kept.reduce(answer.count) { $0 + $1.response.content.utf8.count + 24 * $1.response.logprobs.count }
  }

  /// Whether there is more than a row of `decision` to it; nearly never.
  var hasDetails: Bool { contest != nil || !kept.isEmpty }

  /// Checks that every number that goes into the file can be read again.
  func checkNumbers() throws {
    if let ruling = contest?.ruling { try RulingRow.check(ruling, step: step) }
    try SampleLimits.check(kept, step: step)
  }

  /// Inserts rows in the order they were decided in.
  static func write(_ rows: [DecisionRow], _ db: Database) throws {
    let decision = try RawStatement(
      db, "INSERT INTO decision (step, answer, votes, samples, checksum) VALUES (?, ?, ?, ?, ?)")
    for row in rows {
      decision.bind(1, row.step)
      decision.bind(3, row.votes)
      decision.bind(4, row.samples)
      decision.bind(5, checksum(row.step, row.answer, row.votes, row.samples))
      try decision.run(2, lending: row.answer)
      if let contest = row.contest { try write(contest, step: row.step, db) }
      if !row.kept.isEmpty { try SampleRow.write(row.kept, step: row.step, db) }
    }
  }

  private static func write(_ contest: Contest, step: Int, _ db: Database) throws {
    let order = contest.order.isEmpty ? nil : "[\(contest.order.map(String.init).joined(separator: ","))]"
    let flags = contest.flags.isEmpty ? nil : try JSONColumn.of(contest.flags)
    let row = try RawStatement(
      db, "INSERT INTO contest (step, launch_order, flags, checksum) VALUES (?, ?, ?, ?)")
    row.bind(1, step)
    row.bind(2, order)
    row.bind(3, flags)
    let ruling = contest.ruling.map { RulingRow.checksum($0, step: step) }
    row.bind(4, checksum(step, order, flags, contest.candidates, ruling: ruling))
    try row.run()
    if let ruling = contest.ruling { try RulingRow.write(ruling, step: step, db) }
    let candidate = try RawStatement(db, "INSERT INTO candidate (step, number, answer) VALUES (?, ?, ?)")
    for (number, answer) in contest.candidates.enumerated() {
      candidate.bind(1, step)
      candidate.bind(2, number)
      candidate.bind(3, answer)
      try candidate.run()
    }
  }

  /// The numbers of a launch order as ``write(_:_:)`` writes it, `[0,1,0]`; nil when it is anything else.
  static func order(_ text: String) -> [Int]? {
    var bytes = text.utf8[...]
    guard bytes.popFirst() == UInt8(ascii: "[") else { return nil }
    var numbers: [Int] = []
    while true {
      let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      bytes = bytes[digits.endIndex...]
      // Neither nothing, nor zeros before a number, nor a number too big.
      guard let number = Int(Substring(digits)),
        number == 0 ? digits.count == 1 : digits.first != UInt8(ascii: "0")
      else { return nil }
      numbers.append(number)
      switch bytes.popFirst() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "]"): return bytes.isEmpty ? numbers : nil
      default: return nil
      }
    }
  }

  /// The checksum of a row of `decision`.
  static func checksum(_ step: Int, _ answer: [UInt8], _ votes: Int, _ samples: Int) -> Int {
    var sum = Checksum()
    sum.add(step)
    sum.add(answer)
    sum.add(votes)
    sum.add(samples)
    return sum.value
  }

  /// The checksum of a row of `contest`, its candidates, and its ruling if it has one.
  static func checksum(
    _ step: Int, _ order: String?, _ flags: String?, _ candidates: [[UInt8]], ruling: Int?
  ) -> Int {
    var sum = Checksum()
    sum.add(step)
    sum.add(order)
    sum.add(flags)
    for candidate in candidates { sum.add(candidate) }
    if let ruling { sum.add(ruling) }
    return sum.value
  }
}
