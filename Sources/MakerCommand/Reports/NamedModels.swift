import MakerReport

/// Models of several files, each with a name of its own.
struct NamedModels {
  private var entries: [(model: ModelOutlook, path: String)] = []

  /// Adds a model of a file.
  mutating func enter(_ model: ModelOutlook, of path: String) { entries.append((model, path)) }

  /// The models in the order they were entered. Where two have one name, that of the file goes before it, since the
  /// ends of long names are cut; within one file a number follows.
  var models: [ModelOutlook] {
    let alike = Dictionary(grouping: entries, by: \.model.name).mapValues(\.count)
    let named = entries.map { entry -> ModelOutlook in
      let name = entry.model.name
      return alike[name, default: 1] > 1
        ? Self.renamed(entry.model, "\(Self.stem(entry.path)): \(name)") : entry.model
    }
    var seen: [String: Int] = [:]
    return named.map { model in
      let number = seen[model.name, default: 0] + 1
      seen[model.name] = number
      return number > 1 ? Self.renamed(model, "\(model.name) (\(number))") : model
    }
  }

  /// The name of a file without its folder and its kind.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  private static func renamed(_ model: ModelOutlook, _ name: String) -> ModelOutlook {
    model.calibration.map { ModelOutlook($0, name: name) } ?? ModelOutlook(model.figures, name: name)
  }
}
