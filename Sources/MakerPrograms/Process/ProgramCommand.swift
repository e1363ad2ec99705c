#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a program of the user's is started: its words, its folder, its environment. No shell reads any of them.
public struct ProgramCommand: Sendable, Hashable, CustomStringConvertible {
  /// The program and its arguments, at least one word. A program without a slash is looked for in `PATH`.
  public let words: [String]
  /// The folder it is started in; relative paths are relative to it.
  public let folder: String
  /// The variables it gets.
  public let environment: [String: String]

  /// Makes a command.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments, at least one.
  ///   - folder: The folder it is started in.
  ///   - environment: The variables of the caller; nil stands for those of this process.
  ///   - withheld: Variables that it does not get, besides those that look like a secret by their names; see
  ///     ``isSecret(_:)``.
  public init(
    _ words: [String], in folder: String,
    environment: [String: String]? = nil,
    withholding withheld: Set<String> = []
  ) {
    precondition(!words.isEmpty, "a command names a program")
    self.words = words
    self.folder = folder
    let environment = environment ?? ProcessInfo.processInfo.environment
    self.environment = environment.filter { !withheld.contains($0.key) && !Self.isSecret($0.key) }
  }

  /// Whether a variable of this name may hold a secret: `OPENAI_API_KEY`, `HF_TOKEN`, `DB_PASSWORD` and their like.
  ///
  /// - Parameter name: The name of the variable, in capitals or not.
  /// - Returns: True for a name that ends in the word KEY or PASS, or in APIKEY, TOKEN, SECRET, PASSWORD, PASSWD,
  ///   PASSPHRASE or CREDENTIAL, also in the plural, and for the folder of secrets.
  public static func isSecret(_ name: String) -> Bool {
    let name = name.uppercased()
    guard name != "MAKER_SECRETS_DIR" else { return true }
    guard let last = name.split(separator: "_").last else { return false }
    let word = last.hasSuffix("S") ? last.dropLast() : last
    return last == "PASS" || word == "KEY" || secretEndings.contains { word.hasSuffix($0) }
  }

  private static let secretEndings = [
    "APIKEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL",
  ]

  /// The words as a person would type them, cut when they are many.
  public var description: String {
    let text = words.joined(separator: " ")
    return text.count <= 80 ? text : text.prefix(77) + "..."
  }
}

extension ProgramCommand {
  /// The folder of a file that names programs, which is where they are started.
  ///
  /// - Parameter path: Where the file is.
  /// - Returns: The folder; the working folder for a name alone.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
