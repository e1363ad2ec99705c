import MakerAgents

/// Which answers were decided where which others are right.
struct ConfusionTable: Sendable {
  private var labels: [AgentAnswer: Int] = [:]
  private var names: [String] = []
  private var table: [Int] = Array(repeating: 0, count: width * width)
  /// Of the pairs without room, how many were right.
  private var rightWithoutRoom = 0
  private static let width = LabelCounts.maximumLabels + 1

  /// Every pair that there was, in the order in which answers were first seen; those without room last.
  var cells: [LabelCounts.Cell] {
    let told = table.indices.filter { table[$0] > 0 }.map { index in
      let (row, column) = (index / Self.width, index % Self.width)
      // Names are cut, and may be the same where answers are not.
      return LabelCounts.Cell(
        truth: name(row), decided: name(column), isRight: row == column && row < names.count,
        count: table[index])
    }
    let rest = LabelCounts.Cell(truth: nil, decided: nil, isRight: true, count: rightWithoutRoom)
    return told + (rightWithoutRoom > 0 ? [rest] : [])
  }

  /// Counts a record.
  mutating func count(truth: AgentAnswer, decided: AgentAnswer) {
    let row = index(of: truth)
    guard row < LabelCounts.maximumLabels || truth != decided else {
      rightWithoutRoom += 1
      return
    }
    table[row * Self.width + index(of: decided)] += 1
  }

  private func name(_ index: Int) -> String? { index < names.count ? names[index] : nil }

  private mutating func index(of answer: AgentAnswer) -> Int {
    if let known = labels[answer] { return known }
    guard names.count < LabelCounts.maximumLabels else { return LabelCounts.maximumLabels }
    names.append(String(answer.value.promptText.prefix(LabelCounts.shownCharacters)))
    labels[answer] = names.count - 1
    return names.count - 1
  }
}
