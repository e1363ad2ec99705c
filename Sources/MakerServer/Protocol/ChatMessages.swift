import Maker

extension GenerationRequest {
  /// The prompt of a chat: the last message, which has to be the user's, with the system's as instructions.
  ///
  /// A model here has no memory between calls: earlier turns are accepted, so that a chat program can be used, and
  /// are not read.
  static func chatPrompt(_ fields: inout RequestFields) throws(APIError) -> Prompt {
    guard let messages = try fields.array("messages") else {
      throw .invalid("messages", "messages is missing.", code: "missing_parameter")
    }
    var instructions: [String] = []
    var last: (role: ChatRole, text: String)?
    for (index, message) in messages.enumerated() {
      let (role, text) = try chatMessage(message, at: "messages[\(index)].")
      if role == .system || role == .developer { instructions.append(text) } else { last = (role, text) }
    }
    guard let last, last.role == .user else {
      throw .invalid("messages", "The last of messages must have the role user: it is what is answered.")
    }
    return Prompt(
      last.text,
      instructions: instructions.isEmpty ? nil : Instructions(instructions.joined(separator: "\n\n")))
  }

  private static func chatMessage(
    _ value: JSONValue, at prefix: String
  ) throws(APIError) -> (role: ChatRole, text: String) {
    var message = try RequestFields(value, prefix: prefix)
    guard let name = try message.string("role") else {
      throw .invalid("\(prefix)role", "\(prefix)role is missing.", code: "missing_parameter")
    }
    guard let role = ChatRole(rawValue: name) else {
      throw .invalid(
        "\(prefix)role",
        "\(prefix)role must be one of system, developer, user and assistant, not \(name.debugDescription).")
    }
    let text = try content(of: &message, at: prefix)
    try message.refuseRest(ignoring: ["name", "refusal"])
    return (role, text)
  }

  /// A text, or parts that are all text.
  private static func content(of message: inout RequestFields, at prefix: String) throws(APIError) -> String {
    switch message.take("content") {
    case .string(let text): return text
    case .array(let parts):
      var text = ""
      for (index, part) in parts.enumerated() {
        let place = "\(prefix)content[\(index)]."
        var fields = try RequestFields(part, prefix: place)
        guard try fields.string("type") == "text", let piece = try fields.string("text") else {
          throw .invalid(
            "\(place)type", "\(place.dropLast()) must be a part of the type text; this model reads text only."
          )
        }
        text += piece
      }
      return text
    case nil: throw .invalid("\(prefix)content", "\(prefix)content is missing.", code: "missing_parameter")
    case .some(let value): throw message.wrongType("content", value, "a string or an array of text parts")
    }
  }
}

/// Who says a message.
private enum ChatRole: String { case system, developer, user, assistant }
