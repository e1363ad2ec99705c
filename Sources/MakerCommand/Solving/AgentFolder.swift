import MakerSolve

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of a solver's agents.
enum AgentFolder {
  /// Writes the files of agents that come with the tool, to be changed.
  ///
  /// - Parameters:
  ///   - standard: The agents.
  ///   - folder: A new folder.
  /// - Throws: A failure when there is something already, or it cannot be written.
  static func write(_ standard: StandardAgents, to folder: String) throws(CommandFailure) {
    guard !RunFolder.exists(folder) else {
      throw CommandFailure(
        .usage, "There is something at \(folder) already; name a new folder for the agents.")
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for role in standard.roles {
        let file = URL(fileURLWithPath: folder).appendingPathComponent("\(role).yaml")
        try Data((standard.text(of: role) ?? "").utf8).write(to: file)
      }
    } catch {
      throw CommandFailure(
        .failed, "The agents cannot be written to \(folder); check that you may write there.")
    }
    let files = standard.roles.map { "\($0).yaml" }.joined(separator: "\n")
    try StandardOutput.print(files)
    StandardError.line(
      "maker: the agents `\(standard.rawValue)` are in \(folder); change them and give them with --agents \(folder)"
    )
  }
}
