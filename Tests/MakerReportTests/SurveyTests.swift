import Foundation
import Maker
import MakerJournal
import MakerReport
import Testing

@Suite("A survey counts what is in a run file", .serialized)
struct SurveyTests {
  /// Writes the drawn decisions to a run file and hands it to `body`.
  private static func withFile(_ drawn: DrawnDecisions, _ body: (RunFile) throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "maker-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("drawn.run").path
    let description = RunDescription(
      task: "drawn", model: "noisy", voting: ["k": "3"], steps: drawn.decisions.count + 5)
    let journal = try SQLiteJournal.create(at: path, description: description)
    _ = try await journal.begin(RunIdentity(facts: ["task": "drawn"]))
    var tally = Tally()
    for decision in drawn.decisions {
      let samples = drawn.samples[decision.step] ?? []
      var ballot = Ballot<[UInt8]>(k: 3)
      for vote in decision.ballot { ballot.cast(vote) }
      let whole = try #require(Decision(step: decision.step, ballot: ballot, samples: samples))
      tally.count(whole)
      try await journal.append(
        .decided(
          DecisionRecord(
            step: decision.step, answer: decision.answer, votes: decision.votes,
            candidates: decision.candidates,
            order: decision.order, samples: samples, state: [], tally: tally)))
    }
    try await journal.close()
    try body(try RunFile(at: path))
  }

  @Test("as counted directly", arguments: [0, 1, 700])
  func counts(steps: Int) async throws {
    let drawn = DrawnDecisions(steps)
    try await Self.withFile(drawn) { file in
      let survey = try RunSurvey(
        file, path: "a.run", name: "a", reading: DrawnDecisions.reading, prices: PriceList(unnamed: .free))
      let found = survey.decisions
      #expect(survey.tally == drawn.tally)
      #expect(found.decided == steps)
      #expect(found.stepsByVotes == Dictionary(grouping: drawn.decisions, by: \.votes).mapValues(\.count))
      #expect(found.contestedCount == drawn.tally.contested)
      #expect(found.contested.count == min(DecisionSurvey.shown, drawn.tally.contested))
      #expect(found.outvoted == drawn.tally.outvoted)
      let bins = found.bins.bins
      #expect(bins.count <= 100)
      #expect(bins.reduce(0) { $0 + $1.steps } == steps)
      #expect(bins.reduce(0) { $0 + $1.votes } == drawn.tally.votes)
      #expect(bins.reduce(0) { $0 + $1.outvoted } == drawn.tally.outvoted)
      #expect(bins.reduce(0) { $0 + $1.flags.values.reduce(0, +) } == drawn.tally.flagged)
      #expect(found.verdict.checked == steps)
      let wrong = drawn.decisions.filter { $0.answer != DrawnDecisions.right($0.step) }
      #expect(found.verdict.wrong == wrong.count)
      #expect(found.verdict.firstWrong == wrong.first?.step)
      #expect(survey.status == (wrong.isEmpty ? "stopped" : "failed"))
    }
  }

  @Test("collisions with red flags and without, as counted directly")
  func collisions() async throws {
    let drawn = DrawnDecisions(800, errors: 0.3, flagged: 0.2)
    try await Self.withFile(drawn) { file in
      let found = try RunSurvey(
        file, path: "a.run", name: "a", reading: DrawnDecisions.reading, prices: PriceList()
      ).decisions
      let both = drawn.decisions.count {
        $0.ballot.prefix(2).allSatisfy { [answer = $0.answer] in $0 != answer }
      }
      let wrongPairs = drawn.decisions.filter { decision in
        decision.ballot.prefix(2).allSatisfy { $0 != decision.answer }
      }
      #expect(both == wrongPairs.count)
      #expect(found.voted.pairs == drawn.decisions.count)
      #expect(found.voted.both == wrongPairs.count)
      #expect(found.voted.first == drawn.decisions.count { $0.ballot.first != $0.answer })
      // Both wrong answers of these are the same.
      #expect(found.voted.alike == wrongPairs.count)
      let repaired = try #require(found.repaired)
      #expect(repaired.pairs == drawn.decisions.count && repaired.unknown == 0)
      let unread = drawn.decisions.count { decision in
        let first = (drawn.samples[decision.step] ?? []).filter {
          $0.request.attempt == 0 && $0.request.slot < 2
        }
        return first.allSatisfy { Array($0.response.content.utf8) != decision.answer }
      }
      #expect(repaired.both == unread)
    }
  }

  @Test("bins hold every step, whatever their number", arguments: [0, 1, 99, 100, 101, 12_345])
  func bins(steps: Int) {
    var bins = StepBins(steps: steps)
    for step in 0..<steps {
      bins.count(RecordedDecision(step: step, answer: [], votes: 3, samples: 3), outvoted: 0)
    }
    #expect(bins.bins.count <= 100)
    #expect(bins.bins.reduce(0) { $0 + $1.steps } == steps)
    #expect(bins.bins.dropLast().allSatisfy { $0.steps == bins.width })
    let grouped = bins.grouped(votes: 1_000)
    #expect(grouped.reduce(0) { $0 + $1.bin.steps } == steps)
    #expect(grouped.map(\.middle) == grouped.map(\.middle).sorted())
    #expect(grouped.allSatisfy { $0.middle <= Double(steps) })
    // A step beyond the end is not there.
    bins.count(RecordedDecision(step: 1 << 40, answer: [], votes: 3, samples: 3), outvoted: 0)
    #expect(bins.bins.reduce(0) { $0 + $1.steps } == steps)
  }

  @Test("a step that a person decided, with votes and without, is contested, and its votes are counted")
  func ruled() throws {
    var survey = DecisionSurvey(steps: 2, reading: DrawnDecisions.reading)
    let ruling = Ruling(by: "ada", time: 0)
    let right = (0..<2).map(DrawnDecisions.right)
    let decisions = [
      RecordedDecision(step: 0, answer: right[0], votes: 0, samples: 0, ruling: ruling),
      RecordedDecision(
        step: 1, answer: right[1], votes: 2, samples: 2, candidates: [[1], [2]], order: [0, 1], ruling: ruling
      ),
    ]
    for decision in decisions { survey.count(decision) { [] } }
    #expect(survey.contestedCount == 2 && survey.contested.allSatisfy { $0.ruling == ruling })
    #expect(survey.stepsByVotes == [0: 1, 2: 1])
    #expect(survey.voted.pairs == 1 && survey.voted.both == 1 && survey.voted.alike == 0)
    #expect(survey.repaired?.pairs == 0 && survey.repaired?.unknown == 1)
    #expect(survey.repaired?.unrecorded == 1)
    #expect(survey.verdict.checked == 2 && survey.verdict.wrong == 0)
  }

  @Test("without replies on record, nothing is said of what a repairing parser would have read")
  func unrecorded() throws {
    let drawn = DrawnDecisions(300, errors: 0.2, flagged: 0.2)
    var survey = DecisionSurvey(steps: 300, reading: DrawnDecisions.reading)
    for decision in drawn.decisions { survey.count(decision) { [] } }
    #expect(survey.repaired?.unrecorded == survey.contestedCount && survey.contestedCount > 0)
    var bare = drawn
    bare.samples = [:]
    let figure = CollisionsFigure.of([bare.survey()])
    #expect(figure.plot?.x.categories == ["with red flags"])
    #expect(figure.caption.contains("not on record"))
    #expect(CollisionsFigure.of([drawn.survey()]).plot?.x.categories.count == 2)
  }

  @Test("of very many contested steps the first are read once more, and the rest is counted nowhere")
  func rereading() throws {
    let count = DecisionSurvey.reread + 500
    var survey = DecisionSurvey(steps: 2 * count, reading: DrawnDecisions.reading)
    var asked = 0
    for step in 0..<(2 * count) {
      // Every other step is contested.
      var decision = RecordedDecision(step: step, answer: [1], votes: 3, samples: 3)
      if step.isMultiple(of: 2) { (decision.candidates, decision.order) = ([[1], [2]], [0, 1, 0]) }
      survey.count(decision) {
        asked += 1
        return []
      }
    }
    #expect(asked == DecisionSurvey.reread)
    #expect(survey.repairedEnd == 2 * DecisionSurvey.reread)
    #expect(survey.repaired?.pairs == DecisionSurvey.reread)
    #expect(survey.contestedCount == count && survey.voted.pairs == 2 * count)
  }

  @Test(
    "a forecast with impossible numbers is no forecast, and that is said",
    arguments: [
      ("p", "2"), ("p_lower", "-1"), ("v", "1e400"), ("k", "0"), ("k", "9223372036854775807"), ("k", "1e30"),
      ("wall_seconds", "-1e308"), ("cost_usd", "-1"), ("target", "null"), ("votes_per_step", "\"many\""),
      ("", ""),
    ])
  func forecasts(key: String, value: String) throws {
    let whole = [
      "p": "0.9", "p_lower": "0.8", "v": "1", "target": "0.9", "k": "3", "success_probability": "1",
      "votes_per_step": "1e300", "samples_per_step": "1e300",
    ]
    let text = { (facts: [String: String]) in
      "{" + facts.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }
    #expect(DrawnDecisions(5).survey(configuration: ["forecast": text(whole)]).forecast?.k == 3)
    let damaged = key.isEmpty ? "[" : text(whole.merging([key: value]) { $1 })
    let survey = DrawnDecisions(5).survey(configuration: ["forecast": damaged])
    #expect(survey.forecast == nil && survey.hasUnreadablePlan)
    #expect(try Report(runs: [survey]).page().contains("cannot be read"))
    #expect(!DrawnDecisions(5).survey().hasUnreadablePlan)
  }

  @Test("without truth and parser, nothing is claimed")
  func unknown() throws {
    let survey = DrawnDecisions(50).survey(reading: TaskReading())
    #expect(survey.decisions.verdict == DecisionSurvey.Verdict())
    #expect(survey.decisions.repaired == nil)
    #expect(survey.stepShown == nil)
    #expect(try Report(runs: [survey]).page().contains("the right answers are not known"))
  }

  @Test("the walk between two candidates loses what the gambler's ruin says")
  func walk() {
    #expect(UndecidedFigure.undecided(p: 0.7, k: 1, upTo: 2) == [1, 0, 0])
    #expect(UndecidedFigure.undecided(p: 0.5, k: 2, upTo: 6) == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125])
    for (p, k) in [(0.6, 3), (0.9, 4), (0.5, 5), (1, 4)] {
      // The mean duration is the sum of the chances that it goes on.
      let mean = UndecidedFigure.undecided(p: p, k: k, upTo: 5_000).reduce(0, +)
      #expect(abs(mean - ScalingLaws.expectedVotes(p: p, k: k)) < 1e-9)
    }
  }

  @Test("steps still undecided fall from all of them")
  func undecided() {
    let points = UndecidedFigure.points([3: 90, 5: 8, 9: 2])
    #expect(points.map(\.x) == [0, 2, 3, 4, 5, 8])
    #expect(points.map(\.y) == [100, 100, 10, 10, 2, 2])
    #expect(UndecidedFigure.points([:]).isEmpty)
  }
}
