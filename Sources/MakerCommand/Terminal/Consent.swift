#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a person at the terminal agrees to before money is spent.
enum Consent {
  /// Whether there is somebody to ask.
  static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// Asks on the terminal; anything but yes is no.
  static func isGiven(to question: String) -> Bool {
    StandardError.raw("\(question) [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    return answer == "y" || answer == "yes"
  }
}
