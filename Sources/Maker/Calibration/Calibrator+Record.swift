/// What earlier sessions of a calibration left behind: what it cost, and what follows from it alone.
extension Calibrator {
  /// Charges the budget for what earlier sessions paid for, and counts the steps they completed.
  ///
  /// Calibrating does it by itself. A cap over several models holds over what was paid for at all of them only when the
  /// budget is charged for all before the first is asked:
  ///
  /// ```swift
  /// let record = calibrator.charged(log.record)
  /// ```
  ///
  /// - Parameter record: What they paid for.
  /// - Returns: The record, which is not charged again when the model is calibrated after it.
  public func charged(_ record: CalibrationRecord) -> CalibrationRecord {
    var record = record
    charge(record)
    record.isCharged = true
    return record
  }

  /// Charges the budget for a record, unless that was done.
  func charge(_ record: CalibrationRecord) {
    guard let budget, !record.isCharged else { return }
    for sample in record.samples.values { budget.charge(sample.response) }
    guard budget.caps.maximumSteps != nil else { return }
    for _ in 0..<completeCases(in: record.samples) { budget.countStep() }
  }

  /// The figures of what earlier sessions paid for, without asking anything.
  ///
  /// - Parameters:
  ///   - record: What they paid for.
  ///   - name: The model's full name, for the figures.
  ///   - stop: Why nothing is asked; the outcome has it when there is something to ask.
  /// - Returns: What was measured.
  public func recount(
    _ record: CalibrationRecord, as name: String, because stop: CalibrationStop = .cancelled
  ) async -> CalibrationOutcome {
    let sampler = NoSampler(part: options.part, stop: stop)
    var course = CalibrationCourse(self, sampler: sampler, known: record.samples)
    return await course.outcome(of: name, fetching: nil)
  }

  /// How many cases have their votes, or all the samples that they may have.
  private func completeCases(in known: [CalibrationPlace: CalibrationSample]) -> Int {
    Set(known.keys.map(\.index)).count { index in
      guard cases.indices ~= index else { return false }
      var votes = CaseVotes(cases[index], at: index, rules: rules, options: options)
      while true {
        let samples = votes.wanted.compactMap { known[$0] }
        if samples.isEmpty { return votes.wanted.isEmpty }
        for sample in samples { votes.take(sample) }
      }
    }
  }
}
