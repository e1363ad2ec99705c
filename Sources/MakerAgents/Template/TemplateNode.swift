/// A place in a text, from 1.
struct TextPlace: Hashable, Sendable {
  var line: Int
  var column: Int
}

/// A part of a template.
enum TemplateNode: Sendable {
  case text(String)
  /// A field's value.
  case variable(String, TextPlace)
  /// What is there for each value of a field, or only when it has none.
  case section(String, isInverted: Bool, [TemplateNode], TextPlace)
}

/// What is wrong with a template, and where in it.
struct TemplateMistake: Error, Hashable {
  var what: String
  var remedy: String
  var place: TextPlace
}
