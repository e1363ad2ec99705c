/// How often a YAML file repeats its parts by aliases.
///
/// A few lines of aliases of aliases stand for more values than there are atoms, and YAML's reader already compares
/// keys. What is counted is text that looks like an alias of an anchor that is there too: never too few.
enum AliasCount {
  /// The most aliases of a file: the worst that forty can make of one value is some two million.
  static let limit = 40

  /// How many aliases of anchors there are.
  static func of(_ text: String) -> Int {
    var anchors: Set<String> = []
    var aliases: [String] = []
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while let mark = scalars[index...].firstIndex(where: { $0 == "&" || $0 == "*" }) {
      index = scalars.index(after: mark)
      let name = String(scalars[index...].prefix { $0 == "-" || ($0.isASCII && ScalarSet.isOf(.word, $0)) })
      guard !name.isEmpty else { continue }
      if scalars[mark] == "&" { anchors.insert(name) } else { aliases.append(name) }
    }
    return anchors.isEmpty ? 0 : aliases.count { anchors.contains($0) }
  }
}
