import MakerAgents
import MakerPrograms

/// Something that is wrong in a file of the user's, or with what it names.
struct FileMistake: Encodable, Hashable, Sendable {
  /// The file as it was named.
  let file: String
  /// The line, from 1; nil when it is about the file as a whole.
  var line: Int?
  /// The column, from 1; nil when it is about the file as a whole.
  var column: Int?
  /// What is wrong, and what to do about it.
  let message: String

  /// A mistake of a file as a whole.
  init(file: String, _ message: String) {
    self.file = file
    self.message = message
  }

  /// A mistake of an agent file.
  init(_ mistake: AgentMistake) {
    self.init(file: mistake.file, "\(mistake.what); \(mistake.remedy)")
    (line, column) = (mistake.line, mistake.column)
  }

  /// A mistake of a chain file.
  init(_ mistake: ChainFileError.Mistake, in file: String) {
    self.init(file: file, mistake.message)
    (line, column) = (mistake.line, mistake.column)
  }

  /// `agent.yaml:7:3: what is wrong; what to do about it`.
  var text: String {
    let place = line.map { ":\($0):\(column ?? 1)" } ?? ""
    return PlainText.of("\(file)\(place): \(message)")
  }
}

/// Everything that is wrong in a file; at least one mistake.
struct FileMistakes: Error, Sendable {
  let all: [FileMistake]

  init(_ all: [FileMistake]) { self.all = all }

  /// One mistake of a file as a whole.
  init(file: String, _ message: String) { all = [FileMistake(file: file, message)] }
}
