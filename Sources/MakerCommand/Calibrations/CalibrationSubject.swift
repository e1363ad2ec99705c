import Maker

/// What models are measured at: cases of a task, and everything that tells them from others.
struct CalibrationSubject<Answer: Hashable & Sendable>: Sendable {
  /// The word for the task in a calibration file.
  var task: String
  /// What a calibration file keeps of the task.
  var parameters: [String: String]
  /// The steps that a run of the task has.
  var steps: Int
  /// The digest of the task's prompt, as `ChainTask.promptDigest` makes it; nil where it would tell nothing.
  var promptDigest: String?
  /// Everything that fixes which cases these are.
  var facts: [String: String]
  /// The size that p is for; nil where sizes mean nothing.
  var size: Int?
  /// What is sampled, in this order.
  var cases: [CalibrationCase<Answer>]
  /// The cases in words, such as `1,000 random steps of hanoi, 20 disks`.
  var summary: String
  /// What the name of a new calibration file begins with.
  var label: String
  /// How many steps were drawn and passed over, because nobody can be asked there or the right answer is not known.
  var skipped = 0
  /// Voting rules with what the task's own files add to them.
  var rules: @Sendable (VotingRules) -> VotingRules = { $0 }
  /// Why what the task said from some moment on means nothing; nil as long as it works.
  var trouble: @Sendable () -> CommandFailure? = { nil }

  /// The same without right answers: p follows from agreement.
  var withoutTruth: Self {
    var subject = self
    for place in subject.cases.indices { subject.cases[place].right = nil }
    return subject
  }

  /// The cases, read so that a task that fails stops the sampling: nothing more is paid for that nobody can read.
  ///
  /// It cancels the task that reads, as a run's decider does.
  var stoppingCases: [CalibrationCase<Answer>] {
    let trouble = trouble
    return cases.map { one in
      CalibrationCase(
        name: one.name, size: one.size, number: one.number, prompt: one.prompt, right: one.right,
        answer: { reply throws(Flagged) in
          do throws(Flagged) {
            return try one.answer(reply)
          } catch {
            if trouble() != nil { withUnsafeCurrentTask { $0?.cancel() } }
            throw error
          }
        }, repaired: one.repaired)
    }
  }

  /// 16 hexadecimal digits that change with anything that is asked, for cases that somebody else draws.
  static func digest(of cases: [CalibrationCase<Answer>]) -> String {
    var hash = FNV1a()
    for one in cases {
      for text in [one.prompt.instructions?.content ?? "", one.prompt.content] {
        hash.combine(Array("\(text.utf8.count):\(text)".utf8)[...])
      }
    }
    return hash.digits
  }
}
