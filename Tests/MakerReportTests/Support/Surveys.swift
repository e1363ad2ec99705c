import Foundation
import Maker
import MakerJournal
import MakerReport

/// Text that would break a page or a picture if it got in as it is.
let hostile =
  "</script><script>alert(1)</script>\"' onload=x \"\u{338}<\u{338}&\u{1B}[2J\u{202E}\u{0}\u{FFFE}]]>--><!--"

/// Decisions drawn from a seed, as a run might have made them.
struct DrawnDecisions {
  var decisions: [RecordedDecision] = []
  var samples: [Int: [Sample]] = [:]
  var tally = Tally()

  /// So many decisions; `errors` is the chance that a vote is for another answer, `flagged` that a sample is discarded.
  init(_ count: Int, k: Int = 3, errors: Double = 0.1, flagged: Double = 0.1, seed: UInt64 = 1) {
    var random = SeededGenerator(seed: seed)
    for step in 0..<count {
      let right = Self.right(step)
      var (ballot, kept, flags) = (Ballot<[UInt8]>(k: k), [Sample](), [FlagKind: Int]())
      var (slot, attempt) = (0, 0)
      while ballot.decision == nil {
        let isFlagged = Double.random(in: 0..<1, using: &random) < flagged
        let answer = Double.random(in: 0..<1, using: &random) < errors ? Array("wrong \(step)".utf8) : right
        let flag = isFlagged ? Flagged(step % 2 == 0 ? .malformed : .overlong, "drawn") : nil
        kept.append(
          Sample(
            request: SampleRequest(slot: slot, attempt: attempt, temperature: 0.1, seed: 1),
            response: Response(
              String(decoding: answer, as: UTF8.self),
              usage: Usage(inputTokens: 10, outputTokens: 5 + step % 3)),
            latency: .milliseconds(1 + step % 7), flag: flag))
        if let flag {
          flags[flag.kind, default: 0] += 1
          attempt += 1
        } else {
          ballot.cast(answer)
          (slot, attempt) = (slot + 1, 0)
        }
      }
      enter(step, ballot, kept, flags)
    }
  }

  /// The right answer of a step.
  static func right(_ step: Int) -> [UInt8] { Array("right \(step)".utf8) }

  private mutating func enter(
    _ step: Int, _ ballot: Ballot<[UInt8]>, _ kept: [Sample], _ flags: [FlagKind: Int]
  ) {
    guard let answer = ballot.decision, let decision = Decision(step: step, ballot: ballot, samples: kept)
    else {
      return
    }
    tally.count(decision)
    let isUnanimous = ballot.candidates.count == 1
    decisions.append(
      RecordedDecision(
        step: step, answer: answer, votes: ballot.count, samples: kept.count,
        candidates: isUnanimous ? [] : ballot.candidates.map(\.answer),
        order: isUnanimous ? [] : ballot.order,
        flags: flags))
    samples[step] = kept
  }

  /// The reading under which the drawn answers are right or wrong.
  static let reading = TaskReading(
    truth: { right($0) }, json: { String(decoding: $0, as: UTF8.self) }, repaired: { Array($0.utf8) })

  /// The survey of these decisions.
  func survey(
    name: String = "a", reading: TaskReading = DrawnDecisions.reading, configuration: [String: String] = [:],
    timeline: (marks: [RunMark]?, sketch: RunSketch?, leads: [LeadRaise]) = (nil, nil, [])
  ) -> RunSurvey {
    var survey = DecisionSurvey(steps: decisions.count, reading: reading)
    for decision in decisions { survey.count(decision) { samples[decision.step] ?? [] } }
    survey.showRanked { step in (decisions[step], samples[step] ?? []) }
    let description = RunDescription(
      task: name, parameters: ["size": name], model: "noisy/\(name)", voting: ["k": "3", "enabled": "true"],
      steps: decisions.count, configuration: configuration)
    let progress = RunFileProgress(step: decisions.count, state: nil, tally: tally)
    let session = RunSession(
      number: 1, started: Date(timeIntervalSince1970: 0), ended: Date(timeIntervalSince1970: 10), fromStep: 0,
      toStep: decisions.count, wallSeconds: 10, samples: tally.samples, inputTokens: tally.inputTokens,
      outputTokens: tally.outputTokens, outcome: .done)
    return RunSurvey(
      path: name + ".run", name: name, description: description, progress: progress, sessions: [session],
      prices: PriceList(unnamed: Prices(inputUSDPerMillionTokens: 1, outputUSDPerMillionTokens: 2)),
      decisions: survey, towers: reading.towers, records: reading.records, solving: reading.solving,
      timeline: timeline)
  }

  /// Marks at even distances, and a sketch, as this course of the run would have left them.
  func timeline(marks count: Int) -> (marks: [RunMark]?, sketch: RunSketch?, leads: [LeadRaise]) {
    let marks = (0..<count).map { place in
      var tally = tally
      let share = Double(place) / Double(max(1, count - 1))
      tally.votes = Int(Double(tally.votes) * share)
      tally.samples = Int(Double(tally.samples) * share)
      tally.ledger = Ledger()
      tally.ledger.enter(Response("", usage: Usage(inputTokens: 1_000 * place, outputTokens: 300 * place)))
      return RunMark(
        session: 1, time: Date(timeIntervalSince1970: 60 * Double(place)), wallSeconds: 60 * Double(place),
        step: Int(Double(decisions.count) * share), tally: tally)
    }
    var sketch = RunSketch()
    for sample in samples.values.joined() {
      sketch.latencyMs.add(sample.latencyMs)
      let tokens = Double(sample.response.usage.outputTokens)
      if let flag = sample.flag {
        sketch.flaggedTokens[flag.kind, default: LogHistogram()].add(tokens)
      } else if sample.response.content.hasPrefix("right") {
        sketch.decidedTokens.add(tokens)
      } else {
        sketch.outvotedTokens.add(tokens)
      }
    }
    return (marks, sketch, [LeadRaise(step: decisions.count / 2, k: 4, p: 0.9)])
  }
}
