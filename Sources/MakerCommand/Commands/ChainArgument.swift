#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The chain file that a person names where a task is meant as well.
enum ChainArgument {
  /// The same file from any folder.
  ///
  /// - Parameters:
  ///   - chain: What was typed.
  ///   - command: The command, whose tasks it is no name of.
  /// - Returns: The path of the file.
  /// - Throws: A failure for a word that is no file and was meant as a task.
  static func path(_ chain: String, of command: String) throws(CommandFailure) -> String {
    guard chain.contains(".") || chain.contains("/") || RunFolder.exists(chain) else {
      let near = NearestWord.of(chain, among: ["hanoi"]).map { " Did you mean \($0)?" } ?? ""
      throw CommandFailure(
        .usage,
        "There is no task \(PlainText.of(chain)), and no chain file of that name.\(near) See `maker \(command) --help`."
      )
    }
    let path = URL(fileURLWithPath: chain).path
    if let text = try? CheckedFile.text(at: path), CheckedFile.Kind(certain: text) == .agent {
      let rest =
        command == "run"
        ? "maker map \(chain) --input FILE --output FILE" : "maker calibrate map \(chain) --input FILE"
      throw CommandFailure(
        .usage, "\(chain) is an agent file and no chain; its prompt is asked of records: `\(rest)`.")
    }
    return path
  }
}
