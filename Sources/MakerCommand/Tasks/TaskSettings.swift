import Maker
import MakerJournal
import MakerPrograms
import MakerTasks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Which task a run is of: what its file keeps of it, so that the task can be had again.
enum TaskSettings: Sendable, Hashable {
  /// Towers of Hanoi.
  case hanoi(disks: Int, parser: TowersOfHanoi.Parser)
  /// A program of the user's, by its `chain.yaml`.
  case program(file: String)
  /// The records of a file, by their agents.
  case records(MapFiles)
  /// Durable code of the user's: its run files can be read here, and only that code can go on with them.
  case durable(name: String)
  /// Problems that agents take apart and solve: durable code of the tool's own.
  case solve(SolveSettings)

  /// The word for it in a run file.
  var name: String {
    switch self {
    case .hanoi: "hanoi"
    case .program: "program"
    case .records: "records"
    case .durable, .solve: DurableChain.task
    }
  }

  /// What the run file keeps of it.
  var parameters: [String: String] {
    switch self {
    case .hanoi(let disks, let parser): ["disks": "\(disks)", "parser": parser.rawValue]
    case .program(let file): ["file": file]
    case .records(let files): files.parameters
    case .durable(let name): ["name": name]
    case .solve(let settings): settings.parameters
    }
  }

  /// What a run file keeps; nil for a task that is not known, or not as it was written.
  init?(name: String, parameters: [String: String]) {
    switch name {
    case "hanoi":
      guard let disks = parameters["disks"].flatMap({ Int($0) }), TowersOfHanoi.diskCounts ~= disks,
        let parser = parameters["parser"].flatMap(TowersOfHanoi.Parser.init(rawValue:))
      else { return nil }
      self = .hanoi(disks: disks, parser: parser)
    case "program":
      guard let file = parameters["file"], !file.isEmpty else { return nil }
      self = .program(file: file)
    case "records":
      guard let files = MapFiles(parameters: parameters) else { return nil }
      self = .records(files)
    case DurableChain.task where SolveSettings.isSolver(parameters):
      guard let settings = SolveSettings(parameters: parameters) else { return nil }
      self = .solve(settings)
    case DurableChain.task: self = .durable(name: parameters["name"] ?? "")
    default: return nil
    }
  }

  /// The tasks that this version knows.
  static let names = ["hanoi", "program", "records", DurableChain.task]

  /// The kind of task, for whoever only reads its answers.
  var kind: any ToolTask.Type {
    switch self {
    case .hanoi: TowersOfHanoi.self
    case .program: ProgramTask.self
    case .records: MapTask.self
    case .durable, .solve: DurableChain.self
    }
  }

  /// The task itself. A program is started.
  ///
  /// - Throws: A failure that says why there is no such task.
  func open() throws(CommandFailure) -> any ToolTask {
    switch self {
    case .hanoi(let disks, let parser): try Self.hanoi(disks, parser)
    case .program(let file): try Self.program(at: file).task
    case .records(let files): try MapTask(files)
    case .durable(let name): DurableChain(name: name)
    case .solve(let settings): try SolveTask(settings)
    }
  }

  /// Towers of Hanoi, by disks and parser.
  static func hanoi(
    _ disks: Int, _ parser: TowersOfHanoi.Parser
  ) throws(CommandFailure) -> TowersOfHanoi {
    do {
      return try TowersOfHanoi(disks: disks, parser: parser)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }

  /// The program that a `chain.yaml` names, started.
  ///
  /// What it says on standard error is shown, and so is every time it is started again.
  static func program(at path: String) throws(CommandFailure) -> (file: ChainFile, task: ProgramTask) {
    let text: String
    do throws(SmallFile.Failure) {
      text = try SmallFile.text(path, limit: ChainFile.largestBytes)
    } catch {
      throw CommandFailure(.usage, "The chain file \(path) \(error.message).")
    }
    let file: ChainFile
    do throws(ChainFileError) {
      file = try ChainFile(text: text, path: path)
    } catch {
      throw CommandFailure(.data, "\(error)")
    }
    do throws(ProgramFailure) {
      let program = try Program(file.command(), limits: file.limits, event: UserPrograms.show)
      return (file, try ProgramTask(program))
    } catch {
      throw CommandFailure(.resumable, error.message)
    }
  }

  /// The task of a recorded run; nil for one that is not known, or not as it was written.
  init?(_ description: RunDescription) {
    self.init(name: description.task, parameters: RecordedPlaces.parameters(description))
  }
}

extension RunDescription {
  /// The steps that the run has: fewer than there might have been where its task is done early.
  func steps(at progress: RunFileProgress) -> Int {
    TaskSettings(self)?.kind.isDone(at: progress.state) == true ? progress.step : steps
  }
}
