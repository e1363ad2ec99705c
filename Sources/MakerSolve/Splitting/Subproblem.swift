/// A problem in its place: what it was a part of.
struct Subproblem: Sendable {
  /// What is to be solved.
  let text: String
  /// How many times the question was taken apart to come to it; 0 for the question itself.
  let depth: Int
  /// What problems further up are compared by.
  let ancestors: [String]

  /// The question itself.
  init(_ question: String) { (text, depth, ancestors) = (question, 0, []) }

  private init(_ text: String, of whole: Subproblem) {
    (self.text, depth) = (text, whole.depth + 1)
    ancestors = whole.ancestors + [whole.text.problemKey]
  }

  /// A part of it.
  func part(_ text: String) -> Subproblem { Subproblem(text, of: self) }
}
