import Maker

/// What is chosen for one session of a run, and may be chosen anew for the next.
struct SessionPlan: Sendable {
  /// What the run may spend over all sessions.
  var caps: Caps
  /// Where the keys of endpoints are.
  var keys: KeyRing
  /// What is written to the run file, and when.
  var recording: RecordingOptions
  /// When a step is given up.
  var limits: StepLimits
  /// Whether samples go out in batches.
  var batches: BatchingOptions
  /// What the run's votes are held to; nil for a run that nobody watches.
  var watch: WatchPlan?
  /// Whether batches of an earlier session are out, which are fetched whether new ones are sent or not.
  var hasOpenBatches = false
  /// The most records of a map's session that may not decide; nil where nobody said.
  var maximumRejects: Int?

  /// Whether the run has to do with batches at all.
  var usesBatches: Bool { batches.batch || hasOpenBatches }

  /// When it gives up, as the run file keeps it.
  var recordedLimits: [String: String] {
    RecordedLimits.configuration(limits, maximumRejects: maximumRejects)
  }
}
