public import Maker

/// A `chain.yaml`: which program knows the task, and how its steps are asked unless the command line says otherwise.
///
/// ```yaml
/// program: [python3, hanoi.py, "8"]
/// time_limit: 30s
/// model: openai/gpt-4.1-mini
/// k: 3
/// temperature: {first: 0, rest: 0.1}
/// max_reply_tokens: 200
/// price: {input: 0.40, output: 1.60}
/// ```
///
/// Only `program` has to be there.
public struct ChainFile: Sendable, Hashable {
  /// What a million tokens cost, in US dollars.
  public struct Price: Sendable, Hashable {
    /// Of what is asked.
    public let inputUSD: Double
    /// Of what is replied.
    public let outputUSD: Double
  }

  /// The most bytes of such a file.
  public static let largestBytes = 1 << 16

  /// The file.
  public let path: String
  /// The program and its arguments.
  public let program: [String]
  /// The time in which a request has to be answered; 30 s unless the file says otherwise.
  public let timePerRequest: Duration
  /// The model that is asked, `openai/gpt-4.1-mini`; nil when the file names none.
  public let model: String?
  /// The lead that decides; nil when the file names none.
  public let k: Int?
  /// The temperatures of samples; nil when the file names none.
  public let temperatures: Temperatures?
  /// The most tokens of a reply; nil when the file names none.
  public let maximumReplyTokens: Int?
  /// What tokens cost; nil when the file names no price.
  public let price: Price?

  /// Reads the text of a file.
  ///
  /// - Parameters:
  ///   - text: What is in it.
  ///   - path: Where it is; its folder is that of the program.
  /// - Throws: ``ChainFileError`` with every mistake in it.
  public init(text: String, path: String) throws(ChainFileError) {
    var reading = try ChainFileReading(text: text, path: path)
    program = reading.program()
    timePerRequest = reading.time("time_limit", from: .milliseconds(1), to: .seconds(86_400)) ?? .seconds(30)
    model = reading.text("model")
    k = reading.whole("k", in: 1...100)
    temperatures = reading.temperatures()
    maximumReplyTokens = reading.whole("max_reply_tokens", in: 1...1_000_000)
    price = reading.price()
    self.path = path
    try reading.finish()
  }

  /// The folder that the program is started in: that of the file.
  public var folder: String { ProgramCommand.folder(of: path) }

  /// How the program is started.
  ///
  /// - Parameter withheld: Variables that it does not get, besides those that look like secrets.
  /// - Returns: The command, in the folder of the file.
  public func command(withholding withheld: Set<String> = []) -> ProgramCommand {
    ProgramCommand(program, in: folder, withholding: withheld)
  }

  /// What the program may take and write.
  public var limits: ProgramLimits { ProgramLimits(timePerRequest: timePerRequest) }
}

/// Everything that is wrong with a `chain.yaml`.
public struct ChainFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One thing that is wrong.
  public struct Mistake: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
    /// What is wrong, and the remedy.
    public let message: String
  }

  /// The file.
  public let path: String
  /// What is wrong, in the order of the file; at least one thing.
  public let mistakes: [Mistake]

  /// A line for each mistake: where it is, what it is, and the remedy.
  public var description: String {
    mistakes.map { "\(path), line \($0.line), column \($0.column): \($0.message)" }.joined(separator: "\n")
  }
}
