/// Where a recorded run left off.
public struct ResumePoint: Sendable, Hashable {
  /// The next step to decide, from 0.
  public var step: Int
  /// The record of the state before that step; nil when nothing was decided yet.
  public var state: [UInt8]?
  /// The run's counts so far.
  public var tally: Tally
  /// Samples of the next step that were paid for before it was given up.
  public var openSamples: [Sample]
  /// Samples of later steps that were paid for before the run stopped, by step: only runs in lanes have some.
  public var aheadSamples: [Int: [Sample]]
  /// Batches that were recorded and are not settled, in the order of their first record.
  public var batches: [BatchRecord]
  /// The last change of the lead, which holds for the steps from here on; nil when there was none.
  public var lead: LeadChange?
  /// What the watch over its votes had seen; nil when nobody watched.
  public var evidence: WatchEvidence?

  /// Makes a resume point.
  public init(
    step: Int, state: [UInt8]?, tally: Tally, openSamples: [Sample] = [],
    aheadSamples: [Int: [Sample]] = [:],
    batches: [BatchRecord] = [], lead: LeadChange? = nil, evidence: WatchEvidence? = nil
  ) {
    self.step = step
    self.state = state
    self.tally = tally
    self.openSamples = openSamples
    self.aheadSamples = aheadSamples
    self.batches = batches
    self.lead = lead
    self.evidence = evidence
  }
}
