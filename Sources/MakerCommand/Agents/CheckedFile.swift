import MakerAgents
import MakerPrograms

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that is checked: agents, or the chain of a program.
enum CheckedFile: Sendable {
  case agents(AgentSteps)
  case chain(ChainFile)

  /// What kind of file it is meant to be.
  enum Kind: String, Encodable, Sendable {
    case agent, chain

    /// The kind that the keys at the beginning of lines tell.
    ///
    /// - Parameter text: The file's text, which may be no YAML yet.
    init(of text: String) { self = Self(certain: text) ?? .agent }

    /// Likewise; nil where no key tells.
    init?(certain text: String) {
      let keys = text.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
        // What begins with white space is below another key.
        guard let first = line.first, !first.isWhitespace else { return nil }
        let key = line.drop { "{\"' ".contains($0) }.prefix { !":\"' ".contains($0) }
        return key.isEmpty ? nil : key
      }
      let isAgent = ["prompt", "answer", "steps"].contains { keys.contains($0) }
      guard isAgent || keys.contains("program") else { return nil }
      self = isAgent ? .agent : .chain
    }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - kind: What it is meant to be.
  ///   - text: What is in it.
  /// - Throws: Everything that is wrong with it.
  init(at path: String, as kind: Kind, text: String) throws(FileMistakes) {
    switch kind {
    case .agent:
      do throws(AgentMistakes) {
        self = .agents(try AgentFile.steps(at: path))
      } catch {
        throw FileMistakes(error.mistakes.map { FileMistake($0) })
      }
    case .chain:
      do throws(ChainFileError) {
        self = .chain(try ChainFile(text: text, path: path))
      } catch {
        throw FileMistakes(error.mistakes.map { FileMistake($0, in: path) })
      }
    }
  }

  /// The text of a file, as far as it is one.
  ///
  /// - Throws: A failure for what is not there, is no plain file, or may not be read.
  static func text(at path: String) throws(CommandFailure) -> String {
    guard FileBeginning.of(path, 1) != nil else {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw CommandFailure(
        .usage,
        "The file \(path) \(isThere ? "is no plain file that can be read" : "is not there"); name an agent file or a "
          + "chain file.")
    }
    // Whoever reads the file says what is wrong with its bytes.
    return (try? SmallFile.text(path, limit: AgentLimits.fileBytes)) ?? ""
  }
}
