import Maker
import MakerJournal
import MakerReport
import MakerTasks

extension TowersOfHanoi: ToolTask {
  var title: String { "hanoi, \(disks) disks" }

  var otherWordings: Int { Self.paraphraseCount }

  func audit(k: Int, leads: [LeadChange]) -> Audit<TowersOfHanoi> {
    Audit(verifying: self, k: k, leads: leads)
  }

  func rightAnswer(insteadOf decision: Decision<HanoiAnswer>) -> HanoiAnswer? {
    let right = rightAnswer(at: decision.step)
    return decision.answer == right ? nil : right
  }

  /// What a report has to know of it.
  ///
  /// - Throws: A failure when there is no such game.
  func reading() throws(CommandFailure) -> TaskReading {
    let repairing: TowersOfHanoi
    do throws(DiskCountError) {
      repairing = try TowersOfHanoi(disks: disks, parser: .repairing)
    } catch {
      throw CommandFailure(.data, "\(error)")
    }
    return TaskReading(
      truth: { 0..<stepCount ~= $0 ? rightAnswer(at: $0).record : nil },
      json: { (try? HanoiAnswer(record: $0))?.json },
      repaired: { (try? repairing.answer(in: $0))?.record },
      towers: Towers(disks: disks) { state(before: min(max(0, $0), stepCount)).pegs.stacks })
  }
}
