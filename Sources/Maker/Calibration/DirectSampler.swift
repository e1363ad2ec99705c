/// Asks a model for each sample; one that answers several samples of a prompt in one call is asked once for them.
struct DirectSampler<Model: LanguageModel>: CalibrationSampler {
  let model: Model
  let maximumResponseTokens: Int?
  let part: Int
  let concurrency: Int
  let till: CalibrationTill
  let clock: RunClock
  /// What was paid for at this model, which tells what a sample costs.
  var spent: Ledger

  /// How many samples are risked at once while nobody knows what one costs.
  private static var probe: Int { 8 }

  private enum Arrival: Sendable {
    case reply(CalibrationSample)
    case failed(LanguageModelError)
  }

  func part(after done: Int) -> Int { part }

  mutating func samples(of asks: [CalibrationAsk]) async -> ([CalibrationSample], CalibrationStop?) {
    let (samples, stop) =
      if let multisample = model as? any MultisampleLanguageModel {
        await inWaves(asks, multisample)
      } else {
        await concurrently(asks)
      }
    for sample in samples { spent.enter(sample.response) }
    // What was out when a cap was reached has come home since.
    return (samples, till.settled(stop))
  }

  /// How many samples may be out at once: as many as what is left of the budget buys.
  ///
  /// The mean cost of a few samples is not trusted with many: others may cost some times as much.
  private func room(after spent: Ledger) -> Int {
    guard let budget = till.budget else { return concurrency }
    let allowance = budget.allowance(after: spent, probe: Self.probe)
    return min(concurrency, allowance, max(Self.probe, spent.total.samples, allowance / 8))
  }

  /// How many samples one call may ask for; a model of this process waits for nobody, so any number without a cap.
  private func waveRoom(after spent: Ledger) -> Int {
    till.budget?.allowance(after: spent, probe: Self.probe) ?? .max
  }

  /// One call for all samples of a case, or for as many as may still be paid for.
  private func inWaves(
    _ asks: [CalibrationAsk], _ model: any MultisampleLanguageModel
  ) async -> ([CalibrationSample], CalibrationStop?) {
    var samples: [CalibrationSample] = []
    samples.reserveCapacity(asks.count)
    var rest = asks[...]
    var spent = spent
    while let first = rest.first {
      if let stop = till.stop { return (samples, stop) }
      let wave = rest.prefix { $0.place.index == first.place.index }.prefix(max(1, waveRoom(after: spent)))
      rest = rest.dropFirst(wave.count)
      let asked = clock.now()
      let responses: [Response]
      do throws(LanguageModelError) {
        responses = try await replies(of: model, to: Array(wave))
      } catch {
        return (samples, error.code == .cancelled ? .cancelled : .model(error))
      }
      let latency = clock.now() - asked
      let new = zip(wave, responses).map {
        CalibrationSample(place: $0.place, response: $1, latency: latency)
      }
      samples += new
      for sample in new { spent.enter(sample.response) }
      if let stop = await till.take(new) { return (samples, stop) }
    }
    return (samples, nil)
  }

  /// One reply per request. A model that declines the call declines every sample of it, as in a run.
  private func replies(
    of model: any MultisampleLanguageModel, to wave: [CalibrationAsk]
  ) async throws(LanguageModelError) -> [Response] {
    let options = wave.map { $0.request.options(maximumResponseTokens: maximumResponseTokens) }
    do throws(LanguageModelError) {
      let responses = try await model.respond(to: wave[0].prompt, options: options)
      guard responses.count == wave.count else {
        throw LanguageModelError(
          .invalidResponse, "The model gave \(responses.count) replies where \(wave.count) were asked for.")
      }
      return responses
    } catch {
      guard error.isRefusal else { throw error }
      return wave.map { _ in Response(error.message, finishReason: .refusal) }
    }
  }

  /// Each sample in a child task of its own, so many at once.
  private func concurrently(_ asks: [CalibrationAsk]) async -> ([CalibrationSample], CalibrationStop?) {
    await withTaskGroup(of: Arrival.self) { group in
      var samples: [CalibrationSample] = []
      var stop: CalibrationStop?
      var spent = spent
      var (next, out) = (0, 0)
      while true {
        let room = room(after: spent)
        while stop == nil, next < asks.count, out < room {
          stop = till.stop
          guard stop == nil else { break }
          let ask = asks[next]
          group.addTask { await reply(to: ask) }
          next += 1
          out += 1
        }
        guard out > 0, let arrival = await group.next() else { return (samples, stop) }
        out -= 1
        switch arrival {
        case .reply(let sample):
          samples.append(sample)
          spent.enter(sample.response)
          let failure = await till.take([sample])
          stop = stop ?? failure
        case .failed(let error):
          // What is out then is paid for whether it is waited for or not: it is waited for. Only what fails for every
          // sample alike is not: those that have not gone out would wait for nothing.
          stop = stop ?? (error.code == .cancelled ? .cancelled : .model(error))
          if error.isPermanent { group.cancelAll() }
        }
      }
    }
  }

  private func reply(to ask: CalibrationAsk) async -> Arrival {
    let options = ask.request.options(maximumResponseTokens: maximumResponseTokens)
    let asked = clock.now()
    do throws(LanguageModelError) {
      let response = try await model.respond(to: ask.prompt, options: options)
      return .reply(CalibrationSample(place: ask.place, response: response, latency: clock.now() - asked))
    } catch {
      guard error.isRefusal else { return .failed(error) }
      let refused = Response(error.message, finishReason: .refusal)
      return .reply(CalibrationSample(place: ask.place, response: refused, latency: clock.now() - asked))
    }
  }
}
