public import Maker

/// A state of a program's task: any JSON value of its own, and which step it stands before.
public struct ProgramState: Hashable, Recordable, Sendable {
  /// The step that it stands before, from 0.
  public let step: Int
  /// Whether the program said that there is nothing left to do.
  public let isDone: Bool
  /// The value as JSON in UTF-8: keys in order, numbers as the program wrote them.
  let value: [UInt8]
  /// An answer that was given at `value` and has not been built on yet, because the program failed. Then the value
  /// is that of the step before.
  let pending: ProgramAnswer?

  package init(step: Int, value: ProgramJSON, isDone: Bool) {
    self.init(step: step, value: value.bytes(.asWritten), isDone: isDone)
  }

  private init(step: Int, value: [UInt8], isDone: Bool, pending: ProgramAnswer? = nil) {
    self.step = step
    self.value = value
    self.isDone = isDone
    self.pending = pending
  }

  /// The state after `answer`, to be asked for once the program answers again.
  package func postponing(_ answer: ProgramAnswer) -> ProgramState {
    ProgramState(step: step + 1, value: value, isDone: false, pending: answer)
  }

  /// The state that ``postponing(_:)`` was called on.
  var origin: ProgramState { ProgramState(step: step - 1, value: value, isDone: false) }

  /// The program's own value as one line of JSON.
  public var valueJSON: String { String(decoding: value, as: UTF8.self) }

  /// The state as an object of `step`, `state` and what else there is to it.
  public var record: [UInt8] {
    var record = Array("{".utf8)
    if let pending { record.append(contentsOf: Array("\"answer\":".utf8) + pending.record + Array(",".utf8)) }
    if isDone { record.append(contentsOf: "\"done\":true,".utf8) }
    record.append(contentsOf: Array("\"state\":".utf8) + value + Array(",\"step\":\(step)}".utf8))
    return record
  }

  /// Reads a record; one that is not canonical is malformed.
  public init(record: [UInt8]) throws(MalformedRecord) {
    guard let members = try ProgramJSON(record).members else {
      throw MalformedRecord("a state that is no object")
    }
    func value(_ key: String) -> ProgramJSON? { members.first { $0.key == key }?.value }
    guard let step = value("step")?.integer, step >= 0, let own = value("state") else {
      throw MalformedRecord("a state without its step or its value")
    }
    self.init(
      step: step, value: own.bytes(.asWritten), isDone: value("done")?.bool ?? false,
      pending: value("answer").map { ProgramAnswer($0) })
    guard self.record == record, pending == nil || step > 0 else {
      throw MalformedRecord("a state that is not as it was written")
    }
  }

  /// The state with its step as one line of JSON.
  public var json: String { String(decoding: record, as: UTF8.self) }
}
