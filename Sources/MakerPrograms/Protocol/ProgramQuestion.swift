package import Maker

/// What a program wants to be asked at a state.
package struct ProgramQuestion: Sendable, Hashable {
  /// The most other wordings that a program may have.
  static let mostParaphrases = 8

  /// The question.
  package let prompt: Prompt
  /// The same in other words, with the same instructions, for a step that will not decide.
  package let paraphrases: [Prompt]

  /// No question, of a state at which nothing is asked.
  static let none = ProgramQuestion(prompt: Prompt(""), paraphrases: [])
}
