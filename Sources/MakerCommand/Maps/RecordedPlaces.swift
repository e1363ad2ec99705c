import MakerJournal

/// Where the files of a map were moved to, as its run file keeps it beside what it began with.
enum RecordedPlaces {
  private static let prefix = "moved."
  private static let names = ["agents", "input", "output", "rejects"]

  /// The parameters of a run with what was moved.
  static func parameters(_ description: RunDescription) -> [String: String] {
    var parameters = description.parameters
    for name in names {
      if let moved = description.configuration[prefix + name] { parameters[name] = moved }
    }
    return parameters
  }

  /// What is to be kept of a task whose files are elsewhere than a run file says; nothing for any other.
  static func configuration(of task: TaskSettings, _ description: RunDescription) -> [String: String] {
    guard case .records = task else { return [:] }
    let (now, before) = (task.parameters, parameters(description))
    return names.reduce(into: [:]) { moved, name in
      if let place = now[name], place != before[name] { moved[prefix + name] = place }
    }
  }
}
