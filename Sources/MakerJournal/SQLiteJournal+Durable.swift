public import Maker

extension SQLiteJournal: ReplayableJournal {
  /// The journal of a run that is taken up again whenever its program is started: its file is opened, or made when
  /// there is none.
  ///
  /// - Parameters:
  ///   - path: Where the file is or shall be.
  ///   - description: What the run is, for a new file.
  ///   - options: How the file is written.
  /// - Returns: The journal, which holds the lock of the file until it is closed.
  /// - Throws: ``Maker/JournalError`` of any code but `missing`, `exists` and `mismatched`.
  public static func open(
    at path: String, orCreate description: RunDescription, options: JournalOptions = JournalOptions()
  ) throws(JournalError) -> SQLiteJournal {
    do throws(JournalError) {
      return try create(at: path, description: description, options: options)
    } catch {
      guard error.code == .exists else { throw error }
      return try open(at: path, options: options)
    }
  }

  /// Whether the run of durable code came to its end: its number of decisions is known then.
  public var isFinished: Bool { description.isDurable && description.steps != DurableChain.openStepCount }

  /// Hands out every decision of a run of durable code in the order it was recorded.
  ///
  /// - Parameter body: What to do with each.
  /// - Throws: ``Maker/JournalError`` of code `mismatched` when the file is of another task; `corrupt` or `unreadable`.
  public func forEachDecision(
    _ body: (ReplayedDecision) throws(JournalError) -> Void
  ) async throws(JournalError) {
    guard description.isDurable else {
      throw JournalError(
        .mismatched,
        "The run file \(path) is of the task \(description.task), not of durable code. Name another file, or make it "
          + "with RunDescription.durable.")
    }
    try await flush()
    let file = try RunFile(at: path)
    let end = try file.progress().step
    do {
      try file.forEachDecision(to: end) { try body($0.replayed) }
    } catch let error as JournalError {
      throw error
    } catch {
      throw JournalError(.unreadable, "The run file \(path) cannot be read: \(error).")
    }
  }
}

extension RunDescription {
  /// The description of a run of durable code, as `maker show`, `verify`, `export` and `report` read it.
  ///
  /// - Parameters:
  ///   - name: The name of the run.
  ///   - model: The name of its model.
  ///   - rules: The voting rules.
  ///   - prices: What the tokens of its models cost; without them the cost of the run is not known to who reads the file.
  /// - Returns: The description.
  public static func durable(
    _ name: String, model: String, rules: VotingRules = VotingRules(), prices: PriceList = PriceList()
  ) -> RunDescription {
    RunDescription(
      task: DurableChain.task, parameters: ["name": name], model: model,
      voting: [
        "k": "\(rules.k)", "temperature": "\(rules.temperatures.rest)",
        "first_temperature": "\(rules.temperatures.first)", "seed": "\(rules.seed)", "enabled": "true",
      ],
      steps: DurableChain.openStepCount, makerVersion: MakerVersion.current,
      configuration: (try? JSONColumn.of(prices)).map { ["prices": $0] } ?? [:])
  }

  /// Whether it is of a run of durable code.
  public var isDurable: Bool { task == DurableChain.task }
}
