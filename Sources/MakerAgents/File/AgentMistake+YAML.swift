import Yams

extension AgentMistake {
  private static let general = """
    indent with blanks and not with tabs, and put texts that begin with {, [, %, @, & or * or have ": " or " #" in them \
    into quotes
    """

  /// What keeps a text from being YAML.
  init(yaml error: any Error, of text: String, in file: String) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let about = context.map { " (\($0.text))" } ?? ""
      self.init("this is not YAML: \(problem)\(about)", Self.general, in: file, at: TextPlace(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      let named = keys.map { "\"\($0)\"" }.joined(separator: ", ")
      self.init(
        "\(keys.count == 1 ? "the key \(named) is" : "the keys \(named) are") there twice", "leave one out",
        in: file, at: TextPlace(context.mark))
    case .reader(let problem, let offset, _, _):
      var place = TextPlace(line: 1, column: 1)
      for character in text.prefix(offset ?? 0) {
        place =
          character.isNewline
          ? TextPlace(line: place.line + 1, column: 1)
          : TextPlace(line: place.line, column: place.column + 1)
      }
      self.init(
        "this is not YAML: \(problem)", "leave the character out or write it as an escape", in: file,
        at: place)
    default:
      self.init("this is not YAML: \(error)", Self.general, in: file, at: nil)
    }
  }
}

extension TextPlace {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
