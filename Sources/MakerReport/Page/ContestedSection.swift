import Maker

/// The contested steps of a run, as the template asks for them.
struct ContestedSection {
  struct Candidate {
    let candidateVotes, candidateAnswer: String
    let isDecided: Bool
  }
  struct Reply { let verdict, replyText: String }
  struct Step {
    let stepTitle: String
    let candidates: [Candidate]
    let rulingText: String?
    let replies: [Reply]
    let stepOmission: String?
  }

  let contestedTitle, contestedText, contestedSummary: String
  let contestedCommand: String?
  let hasContestedSteps: Bool
  let contestedSteps: [Step]

  init(_ run: RunSurvey, isOne: Bool) {
    let (count, shown) = (run.decisions.contestedCount, run.decisions.contested.count)
    contestedTitle = "Contested steps" + (isOne ? "" : ": \(run.name)")
    hasContestedSteps = shown > 0
    let more =
      count > shown
      ? " The first \(NumberText.count(shown)) are here; for the other \(NumberText.count(count - shown)):"
      : ""
    contestedCommand = count > shown ? "maker show \(run.path) --contested" : nil
    contestedText =
      count == 0
      ? "Nothing but the decided answer was said at any step."
      : "At \(NumberText.count(count)) of \(NumberText.count(run.decided)) steps anything but the decided answer was said, "
        + "or a person decided.\(more)"
    contestedSummary = NumberText.count(shown, "step")
    contestedSteps = run.decisions.contested.map { Self.step($0, path: run.path) }
  }

  private static func step(_ step: ContestedStep, path: String) -> Step {
    let votes = step.candidates.reduce(0) { $0 + $1.votes }
    let flags = step.flags.sorted { $0.key.rawValue < $1.key.rawValue }.prefix(8)
      .map { ", \(NumberText.count($0.value)) flagged \($0.key)" }.joined()
    let omission =
      step.omitted > 0
      ? "\(NumberText.count(step.omitted)) more with: maker show \(path) --step \(step.step)"
      : step.replies.isEmpty ? "The replies are not on record." : nil
    return Step(
      stepTitle:
        "Step \(NumberText.count(step.step)): \(NumberText.count(votes, "vote")) for \(NumberText.count(step.candidates.count, "answer"))"
        + flags
        + (step.ruling == nil ? "" : ", decided by a person"),
      candidates: step.candidates.map {
        Candidate(
          candidateVotes: NumberText.count($0.votes), candidateAnswer: $0.answer, isDecided: $0.isDecided)
      },
      rulingText: step.ruling.map {
        "Decided by \($0.by)\($0.reason.isEmpty ? "" : ": \($0.reason)"): \(step.answer)"
      },
      replies: step.replies.map {
        Reply(
          verdict: "\($0.count == 1 ? "" : "\(NumberText.count($0.count)) times: ")\($0.verdict)",
          replyText: $0.text)
      },
      stepOmission: omission)
  }
}
