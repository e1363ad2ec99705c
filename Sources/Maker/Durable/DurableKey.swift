/// The name of a decision of durable code: the path of its scope and its own key, `left/step-42`.
package struct DurableKey: Hashable, Sendable {
  /// The most bytes of one part of a path.
  static let partBytes = 200
  /// The most bytes of a whole path.
  static let pathBytes = 2_000

  /// The path of its scope; empty for that of the run.
  package let scope: String
  /// Its key within its scope.
  package let name: String

  /// The key of a name, or the path of a scope, within a scope.
  package init(scope: String, name: String) { (self.scope, self.name) = (scope, name) }

  /// The key of a whole path.
  init(path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    name = parts.last.map { String($0) ?? "" } ?? ""
    scope = parts.dropLast().map { String($0) ?? "" }.joined(separator: "/")
  }

  /// The whole path.
  package var path: String { scope.isEmpty ? name : "\(scope)/\(name)" }

  /// The place that the seeds of its samples are drawn from: 62 bits of a hash of the path.
  ///
  /// It does not depend on what was decided before, so the same code gets the same samples in whatever order its
  /// scopes go on.
  var index: Int {
    Int(FNV1a.value(of: path) >> 2)
  }

  /// Why this cannot be a key; nil when it can.
  var problem: String? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if name.utf8.contains(UInt8(ascii: "/")) { return "it has a slash, which stands between scopes" }
    if parts.contains(where: \.isEmpty) { return "it has an empty part" }
    if parts.contains(where: { $0.count > Self.partBytes }) {
      return "it has a part of more than \(Self.partBytes) bytes"
    }
    if path.utf8.count > Self.pathBytes { return "it has more than \(Self.pathBytes) bytes" }
    if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "it has a control character" }
    return nil
  }
}
