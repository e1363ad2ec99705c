import Maker

/// What the numbers of samples can be.
enum SampleLimits {
  /// Checks that every number of a step's samples, and every sum of their tokens, is within its bounds.
  static func check(_ samples: [Sample], step: Int) throws {
    var sum = Usage()
    for (number, sample) in samples.enumerated() {
      // A sentence is made only for the one that fails.
      func what() -> String { "sample \(number) of step \(step)" }
      let (request, response) = (sample.request, sample.response)
      let places = 0..<RowLimits.samples
      try RowLimits.require(step, nanoseconds(sample.latency), of: what())
      try RowLimits.require(
        places.contains(request.slot) && places.contains(request.attempt)
          && places.contains(request.model) && (0..<RowLimits.wordings).contains(request.wording)
          && RowLimits.isAmount(request.temperature),
        of: what())
      try RowLimits.add(response.usage, to: &sum, of: what())
      for tried in response.tries {
        try RowLimits.require(RowLimits.isAmount(tried.latencyMs), of: what())
        try RowLimits.add(tried.usage, to: &sum, of: what())
      }
    }
  }

  /// The clocks of the machines count in these, so nothing is lost. What is too long to count is the longest.
  static func nanoseconds(_ time: Duration) -> Int {
    let (seconds, attoseconds) = time.components
    let (whole, overflows) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflows ? .max : whole &+ Int(attoseconds / 1_000_000_000)
  }
}
