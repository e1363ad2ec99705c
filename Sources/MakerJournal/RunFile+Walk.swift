import GRDB
public import Maker

extension RunFile {
  /// Hands out the decisions in order, a page of them in memory at a time.
  ///
  /// - Parameters:
  ///   - first: The step to begin with.
  ///   - end: The step to end before; nil stands for as far as the run is. A run that goes on may get further
  ///     meanwhile, so give ``RunFileProgress/step`` when the decisions must fit the progress you read.
  ///   - contestedOnly: Whether to leave out steps at which nothing but the answer was said.
  ///   - body: What to do with each; what it throws ends the walk and is thrown on.
  /// - Throws: ``Maker/JournalError`` of code `corrupt`, after every decision before the damage has been handed
  ///   out, when one is damaged or missing.
  public func forEachDecision(
    from first: Int = 0, to end: Int? = nil, contestedOnly: Bool = false,
    _ body: (RecordedDecision) throws -> Void
  ) throws {
    let end = end ?? .max
    var next = max(0, first)
    while next < end {
      let page = try page(from: next, to: end, contestedOnly: contestedOnly)
      for decision in page.decisions { try body(decision) }
      if let damage = page.damage { throw damage }
      guard let last = page.decisions.last, page.isFull else { return }
      next = last.step + 1
    }
  }

  /// Hands out the decisions before step `end` in order, each with the samples that were kept of it.
  ///
  /// One page of decisions and the samples of one step are in memory at a time.
  func forEachDecision(
    from first: Int = 0, to end: Int, withSamples body: (RecordedDecision, [Sample]) -> Void
  ) throws(JournalError) {
    var next = max(0, first)
    while next < end {
      let page = try page(from: next, to: end, contestedOnly: false)
      try source.read { db in try hand(page.decisions, db, to: body) }
      if let damage = page.damage { throw damage }
      guard let last = page.decisions.last, page.isFull else { return }
      next = last.step + 1
    }
  }

  /// Hands out the decisions in order, as far as the run is, each with the samples that were kept of it.
  ///
  /// - Parameters:
  ///   - first: The step to begin with.
  ///   - body: What to do with each; what it throws is thrown on.
  /// - Throws: ``Maker/JournalError`` of code `corrupt`, after every decision before the damage has been handed
  ///   out, when one is damaged or missing.
  public func forEachDecision(
    from first: Int, withSamples body: (RecordedDecision, [Sample]) throws -> Void
  ) throws {
    var failure: (any Error)?
    try forEachDecision(from: first, to: .max) { decision, samples in
      guard failure == nil else { return }
      do { try body(decision, samples) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func hand(
    _ decisions: [RecordedDecision], _ db: Database, to body: (RecordedDecision, [Sample]) -> Void
  ) throws {
    guard let first = decisions.first?.step, let last = decisions.last?.step else { return }
    let row = try RawStatement(
      db, "SELECT DISTINCT step FROM sample WHERE step >= ? AND step <= ? ORDER BY step")
    defer { row.reset() }
    row.bind(1, first)
    row.bind(2, last)
    var kept = try row.next() ? row.int(0) : nil
    for decision in decisions {
      while let step = kept, step < decision.step { kept = try row.next() ? row.int(0) : nil }
      body(decision, kept == decision.step ? try SampleRow.read(db, step: decision.step) : [])
    }
  }
}
