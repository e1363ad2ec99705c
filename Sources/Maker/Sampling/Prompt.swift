/// What a microagent is asked: the content of one step, and instructions that are the same for every step.
public struct Prompt: Sendable, Hashable {
  /// What is particular to this step.
  public var content: String
  /// What holds for every step: the rules, the form of the answer. A model trained for one task may ignore it.
  public var instructions: Instructions?

  /// Makes a prompt.
  public init(_ content: String, instructions: Instructions? = nil) {
    self.content = content
    self.instructions = instructions
  }
}

/// The part of a prompt that does not change from step to step; providers send it as the system message.
public struct Instructions: Sendable, Hashable {
  /// The text.
  public var content: String

  /// Makes instructions.
  public init(_ content: String) { self.content = content }
}
