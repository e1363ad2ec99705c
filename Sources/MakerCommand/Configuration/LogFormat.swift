/// How log lines are written.
package enum LogFormat: String, CaseIterable, Sendable {
  /// For a person.
  case text
  /// For a program: one object a line.
  case json
}
