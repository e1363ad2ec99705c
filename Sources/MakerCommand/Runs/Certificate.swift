import Maker
import MakerTasks
import MicroModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A model's exact chance of the right reply at every step of a path.
struct Certificate: Sendable {
  /// The leads for which wrong decisions are projected.
  static let leads = [1, 3, 4, 5]
  /// The least chance of the right reply that a certified model has at any step.
  static let threshold = 0.9

  var steps = 0
  /// Steps at which the most likely reply is not the right one.
  var wrong = 0
  var lowestChance = 1.0
  var lowestStep = 0
  private var errors = 0.0
  private var wrongDecisions = [Double](repeating: 0, count: Self.leads.count)

  /// The chance of an error, averaged over the steps.
  var meanError: Double { steps > 0 ? errors / Double(steps) : 0 }

  var isGood: Bool { wrong == 0 && lowestChance > Self.threshold }

  /// The wrong decisions that a voted run is expected to make, were every wrong reply the same and valid.
  ///
  /// Real errors scatter and most are flagged, so this is an upper bound.
  func expectedWrongDecisions(k: Int) -> Double {
    Self.leads.firstIndex(of: k).map { wrongDecisions[$0] } ?? .nan
  }

  mutating func add(chance: Double, isMostLikely: Bool, at step: Int) {
    steps += 1
    if !isMostLikely { wrong += 1 }
    if chance < lowestChance { (lowestChance, lowestStep) = (chance, step) }
    errors += 1 - chance
    for (index, k) in Self.leads.enumerated() {
      wrongDecisions[index] += 1 - ScalingLaws.stepSuccess(p: min(chance, 1), k: k)
    }
  }

  mutating func add(_ other: Certificate) {
    steps += other.steps
    wrong += other.wrong
    if other.lowestChance < lowestChance {
      (lowestChance, lowestStep) = (other.lowestChance, other.lowestStep)
    }
    errors += other.errors
    for index in wrongDecisions.indices { wrongDecisions[index] += other.wrongDecisions[index] }
  }

  /// Goes over every step of `task`, in ranges on all cores.
  static func make(
    of model: EmbeddedLanguageModel, for task: TowersOfHanoi, temperature: Double
  ) async throws -> Certificate {
    let size = max(1, min(4096, task.stepCount / 64))
    let ranges = stride(from: 0, to: task.stepCount, by: size).map {
      $0..<min($0 + size, task.stepCount)
    }
    return try await withThrowingTaskGroup(of: Certificate.self) { group in
      var waiting = ranges[...]
      let start = { (group: inout ThrowingTaskGroup<Certificate, any Error>) in
        guard let range = waiting.popFirst() else { return }
        group.addTask { try part(range, of: model.model, for: task, temperature: temperature) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start(&group) }
      var whole = Certificate()
      while let part = try await group.next() {
        whole.add(part)
        start(&group)
      }
      return whole
    }
  }

  private static func part(
    _ range: Range<Int>, of model: MicroModel, for task: TowersOfHanoi, temperature: Double
  ) throws -> Certificate {
    var part = Certificate()
    for step in range {
      try Task.checkCancellation()
      let right = task.rightAnswer(at: step)
      let reply = "move = \(right.move)\nnext_state = \(right.nextState)\n"
      let prompt = task.prompt(for: task.state(before: step))
      let (chance, isMostLikely) = try model.chance(
        of: reply, after: prompt.content, temperature: temperature)
      part.add(chance: chance, isMostLikely: isMostLikely, at: step)
    }
    return part
  }
}
