import Maker

/// The contested steps of a run, or records of a map, as the template asks for them.
struct ContestedSection {
  struct Candidate {
    let candidateVotes, candidateAnswer: String
    let isDecided: Bool
  }
  struct Reply { let verdict, replyText: String }
  struct Field { let fieldName, fieldText: String }
  struct Step {
    let stepTitle: String
    let hasFields: Bool
    let fields: [Field]
    let promptText: String?
    let candidates: [Candidate]
    let rulingText: String?
    let replies: [Reply]
    let stepOmission: String?
  }

  let contestedTitle, contestedText, contestedSummary: String
  let contestedCommand: String?
  let hasContestedSteps: Bool
  let contestedSteps: [Step]

  /// The most characters of a field or a prompt that are shown.
  private static let textLimit = 4_000

  init(_ run: RunSurvey, isOne: Bool) {
    let (count, shown) = (run.decisions.shownFrom, run.decisions.contested.count)
    contestedTitle = "Contested \(run.unit)s" + (isOne ? "" : ": \(run.name)")
    hasContestedSteps = shown > 0
    let which = run.records == nil ? "first" : "most contested"
    let more =
      count > shown
      ? " The \(which) \(NumberText.count(shown)) are here; for the other \(NumberText.count(count - shown)):"
      : ""
    let all = run.records == nil ? "" : " --most \(count)"
    contestedCommand = count > shown ? "maker show \(run.path) --contested\(all)" : nil
    contestedText = Self.text(of: run, count) + more
    contestedSummary = NumberText.count(shown, run.unit)
    contestedSteps = run.decisions.contested.map { Self.step($0, of: run) }
  }

  private static func text(of run: RunSurvey, _ count: Int) -> String {
    let decided = NumberText.count(run.decided)
    guard run.solving == nil else {
      return count == 0
        ? "Nothing but what was decided was said at any decision, and all proposals for a problem were alike."
        : "At \(NumberText.count(count)) of \(decided) decisions something else was said than what was decided, or a reply was "
          + "discarded. Proposals that differ are among them: discriminators vote on those."
    }
    guard run.records != nil else {
      return count == 0
        ? "Nothing but the decided answer was said at any step."
        : "At \(NumberText.count(count)) of \(decided) steps anything but the decided answer was said, or no votes decided."
    }
    return count == 0
      ? "Nothing but the decided answer was said of any record that was asked about."
      : "Of \(NumberText.count(count)) of \(decided) \(run.unit)s anything but the decided answer was said, or the votes did not "
        + "decide. Those with the smallest lead come first."
  }

  private static func step(_ step: ContestedStep, of run: RunSurvey) -> Step {
    let votes = step.candidates.reduce(0) { $0 + $1.votes }
    let flags = step.flags.sorted { $0.key.rawValue < $1.key.rawValue }.prefix(8)
      .map { ", \(NumberText.count($0.value)) flagged \($0.key)" }.joined()
    let name =
      step.place?.key ?? run.records?.name(of: step.step) ?? "step \(NumberText.count(step.step))"
    let isPoll = step.place?.matter == .proposals
    let option =
      run.records.map { "--record \($0.record(of: step.step) + 1)" } ?? "--step \(step.step)"
    let omission =
      step.omitted > 0
      ? "\(NumberText.count(step.omitted)) more with: maker show \(run.path) \(option)"
      : step.replies.isEmpty ? "The replies are not on record." : nil
    let end = step.ruling.map { ruling in
      ruling.by != Ruling.task
        ? ", decided by a person"
        : run.records != nil
          ? ", rejected"
          : step.place.map { ", \(words(for: $0.matter, of: step.candidates.count))" }
            ?? ", not decided by votes"
    }
    let fields = run.records.map { $0.fields($0.record(of: step.step)) } ?? []
    return Step(
      stepTitle: (step.place?.key ?? "\(name.prefix(1).uppercased())\(name.dropFirst())")
        + ": \(NumberText.count(votes, isPoll ? "proposal" : "vote"))"
        + (isPoll
          ? step.candidates.count > 1 ? ", \(NumberText.count(step.candidates.count)) different" : ""
          : " for \(NumberText.count(step.candidates.count, "answer"))")
        + flags + (end ?? ""),
      hasFields: !fields.isEmpty,
      fields: fields.map { Field(fieldName: $0.name, fieldText: cut($0.text)) },
      promptText: run.records.flatMap { $0.prompt(step.step) }.map(cut),
      candidates: step.candidates.map {
        Candidate(
          candidateVotes: NumberText.count($0.votes), candidateAnswer: $0.answer, isDecided: $0.isDecided)
      },
      rulingText: step.place == nil ? step.ruling.map { text(of: $0, step, run) } : nil,
      replies: step.replies.map {
        Reply(
          verdict: ($0.count == 1 ? "" : "\(NumberText.count($0.count)) times: ")
            + (isPoll && !$0.isFlagged ? "proposal" : $0.verdict),
          replyText: $0.text)
      },
      stepOmission: omission)
  }

  /// What it is that a poll of a solver ended without a decision.
  private static func words(for matter: SolvingReading.Matter, of candidates: Int) -> String {
    // With nothing to choose from, nobody was asked to.
    guard candidates > 1 else { return matter == .proposals ? "fewer than were asked for" : "too few" }
    return switch matter {
    case .proposals: "discriminators voted on them"
    case .solutions: "solvers do not agree, and discriminators voted"
    case .choice: "discriminators did not decide"
    }
  }

  private static func text(of ruling: Ruling, _ step: ContestedStep, _ run: RunSurvey) -> String {
    let reason = ruling.reason.isEmpty ? "" : ": \(ruling.reason)"
    guard ruling.by == Ruling.task else { return "Decided by \(ruling.by)\(reason): \(step.answer)" }
    return run.records == nil ? "Not decided by votes\(reason)" : "Rejected\(reason)"
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= textLimit ? text : String(text.prefix(textLimit)) + " …"
  }
}
