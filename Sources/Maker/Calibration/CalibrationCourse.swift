/// The calibration of one model: every case gets its votes, part by part, then the worst ones more.
struct CalibrationCourse<Answer: Hashable & Sendable, Sampler: CalibrationSampler> {
  /// Fetches what an earlier session left with a provider.
  typealias Fetch = (
    inout Sampler, [CalibrationPlace: CalibrationSample], (CalibrationPlace) -> CalibrationAsk?
  ) async -> ([CalibrationSample], CalibrationStop?)

  private let calibrator: Calibrator<Answer>
  private var sampler: Sampler
  /// Samples of earlier sessions.
  private var known: [CalibrationPlace: CalibrationSample]
  private var counts: CalibrationCounts<Answer>
  /// The cases that got samples in this session: those of earlier ones are charged already.
  private var fresh: Set<Int> = []

  init(
    _ calibrator: Calibrator<Answer>, sampler: Sampler, known: [CalibrationPlace: CalibrationSample]
  ) {
    self.calibrator = calibrator
    self.sampler = sampler
    self.known = known
    counts = CalibrationCounts(basis: calibrator.basis, size: calibrator.options.size)
  }

  mutating func outcome(of name: String, fetching fetch: Fetch?) async -> CalibrationOutcome {
    let (known, cases) = (known, calibrator.cases.count)
    calibrator.progress.update { progress in
      progress.cases = cases
      progress.samples += known.count
      for sample in known.values { progress.ledger.enter(sample.response) }
    }
    var early: String?
    var stop: CalibrationStop?
    if let fetch {
      let (samples, why) = await fetch(&sampler, known, calibrator.ask)
      for sample in samples {
        self.known[sample.place] = sample
        fresh.insert(sample.place.index)
      }
      stop = why
    }
    (early, stop) = await measure(stop)
    if stop == nil { stop = await sampleWorst() }
    let figures = counts.figures(
      model: name, sampling: calibrator.sampling, prices: calibrator.prices, endedEarly: stop?.word ?? early)
    return CalibrationOutcome(figures: figures, stop: stop)
  }

  /// Votes on the cases, until there are no more or the interval is as narrow as was asked for.
  ///
  /// - Parameter stop: Why nothing may be sampled already; what is known is counted all the same.
  /// - Returns: What it was ended early by, and why it stopped.
  private mutating func measure(_ stop: CalibrationStop?) async -> (String?, CalibrationStop?) {
    var stop = stop
    var next = 0
    let all = calibrator.cases.count
    let lastKnown = known.keys.map(\.index).max() ?? -1
    while next < all {
      let end = next + min(sampler.part(after: next), all - next)
      while next < end {
        // No more cases than may be decided. With none left the sampler is asked all the same: it tells why.
        let left = calibrator.budget?.stepsLeft ?? .max
        let last = next + min(end - next, stop == nil && left > 0 ? left : .max)
        stop = await vote(on: next..<last, stop)
        next = last
      }
      let p = counts.p
      calibrator.progress.update { ($0.done, $0.p) = (end, p) }
      if let precision = calibrator.options.precision, stop == nil, next < all, p.precision <= precision {
        return ("precision", nil)
      }
      // What an earlier session left behind is counted, however little may be sampled now.
      if stop != nil, next > lastKnown { break }
    }
    return (nil, stop)
  }

  /// Brings the votes of a part of the cases and counts them.
  private mutating func vote(on range: Range<Int>, _ stopped: CalibrationStop?) async -> CalibrationStop? {
    var stop = stopped
    var open = range.map { index in
      CaseVotes(
        calibrator.cases[index], at: index, rules: calibrator.rules, options: calibrator.options)
    }
    while true {
      let samples = await bring(open.flatMap(\.wanted), &stop)
      if samples.isEmpty { break }
      for sample in samples { open[sample.place.index - range.lowerBound].take(sample) }
    }
    for votes in open {
      if fresh.contains(votes.index), votes.wanted.isEmpty { calibrator.budget?.countStep() }
      counts.count(votes, of: calibrator.cases[votes.index])
    }
    return stop
  }

  /// Samples by their places: those that are known, and the others from the model unless it must not be asked.
  private mutating func bring(
    _ places: [CalibrationPlace], _ stop: inout CalibrationStop?
  ) async -> [CalibrationSample] {
    var samples: [CalibrationSample] = []
    var asks: [CalibrationAsk] = []
    for place in places {
      if let sample = known[place] {
        samples.append(sample)
      } else if stop == nil, let ask = calibrator.ask(place) {
        asks.append(ask)
      }
    }
    guard !asks.isEmpty else { return samples }
    let (new, why) = await sampler.samples(of: asks)
    stop = why
    fresh.formUnion(new.lazy.map(\.place.index))
    if new.isEmpty, stop == nil {
      stop = .model(LanguageModelError(.invalidResponse, "The model gave no reply and no reason."))
    }
    return samples + new
  }

  /// Samples the cases at which most went wrong again. What comes of it has no part in p: they were chosen for
  /// their errors, and would make any model look worse than it is.
  private mutating func sampleWorst() async -> CalibrationStop? {
    let options = calibrator.options
    let worst = counts.worst(options.worstCases)
    guard options.repeats > 0, !worst.isEmpty else { return nil }
    calibrator.progress.update { $0.repeats = true }
    let places = worst.flatMap { index in
      (0..<options.repeats).map {
        CalibrationPlace(index: index, slot: options.votesPerCase + $0, attempt: 0)
      }
    }
    var stop: CalibrationStop?
    let samples = await bring(places, &stop)
    for sample in samples { counts.countRepeat(sample) }
    let byCase = Dictionary(grouping: samples) { $0.place.index }
    let rows = worst.compactMap { index in byCase[index].map { row(of: $0, at: index) } }
    let sorted = rows.enumerated().sorted {
      ($0.element.p.value ?? -1, $0.offset) < ($1.element.p.value ?? -1, $1.offset)
    }
    counts.worstSteps = sorted.map(\.element)
    return stop
  }

  private func row(of samples: [CalibrationSample], at index: Int) -> ModelCalibration.StepErrors {
    let question = calibrator.cases[index]
    let votes = samples.compactMap {
      try? question.reading(of: $0.response, flags: calibrator.rules.redFlags).get()
    }
    let right =
      if let answer = question.right {
        votes.count { $0 == answer }
      } else {
        Dictionary(grouping: votes) { $0 }.values.map(\.count).max() ?? 0
      }
    return ModelCalibration.StepErrors(
      name: question.name, p: Proportion(hits: right, trials: votes.count),
      flagged: samples.count - votes.count)
  }
}
