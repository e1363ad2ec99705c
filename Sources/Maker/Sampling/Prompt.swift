/// What a microagent is asked: the content of one step, and instructions that are the same for every step.
public struct Prompt: Sendable, Hashable {
  /// What is particular to this step.
  public var content: String
  /// What holds for every step: the rules, the form of the answer. A model trained for one task may ignore it.
  public var instructions: Instructions?
  /// The form of the answer, for providers that can hold a model to it; others ignore it.
  public var schema: ResponseSchema?

  /// Makes a prompt.
  public init(_ content: String, instructions: Instructions? = nil, schema: ResponseSchema? = nil) {
    self.content = content
    self.instructions = instructions
    self.schema = schema
  }
}

/// A JSON Schema that a reply has to follow.
public struct ResponseSchema: Sendable, Hashable {
  /// Its name, of letters, digits, `_` and `-`.
  public var name: String
  /// The schema as JSON text.
  public var json: String

  /// Makes a schema.
  public init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}

/// The part of a prompt that does not change from step to step; providers send it as the system message.
public struct Instructions: Sendable, Hashable {
  /// The text.
  public var content: String

  /// Makes instructions.
  public init(_ content: String) { self.content = content }
}
