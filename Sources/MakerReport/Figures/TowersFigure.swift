/// Towers of Hanoi as they stand at a step (paper, Figure 7). The script of a page moves these same disks.
package struct TowersFigure: Sendable {
  /// The number of disks.
  package let disks: Int
  /// The width of the picture, and the height of its stacks.
  private static let (width, height) = (720.0, 220.0)
  /// The middle of each peg.
  package static let pegs = [120.0, 360.0, 600.0]
  /// Where the lowest disk stands.
  package static let base = 244.0

  /// A picture of so many disks.
  package init(disks: Int) { self.disks = max(1, disks) }

  /// The height of a disk.
  package var row: Double { min(22, Self.height / Double(disks)) }

  private func width(of disk: Int) -> Double { 24 + 190 * Double(disk) / Double(disks) }

  /// The picture.
  ///
  /// - Parameters:
  ///   - stacks: The stacks by peg, each bottom to top.
  ///   - step: How many steps were made.
  ///   - isStandalone: Whether it is to be read without a page around.
  /// - Returns: An SVG element.
  package func svg(_ stacks: [[Int]], step: Int, isStandalone: Bool = false) -> String {
    let title = "Towers after \(NumberText.count(step)) steps"
    let lists = stacks.map { $0.isEmpty ? "none" : $0.map(String.init).joined(separator: ", ") }
    let description = zip(0..., lists).map { "Peg \($0), bottom to top: \($1)" }.joined(separator: ". ")
    // A picture by itself has its title above the pegs.
    let head = isStandalone ? 30.0 : 0
    var picture = Picture(
      (Self.width, 272 + head), title: title, description: description, isStandalone: isStandalone)
    picture.open("g", [("transform", "translate(0 \(Markup.number(head)))")])
    picture.rectangle(8, Self.base, Self.width - 16, 3, "peg")
    for (number, peg) in Self.pegs.enumerated() {
      picture.rectangle(peg - 2, Self.base - Self.height - 4, 4, Self.height + 4, "peg")
      picture.text("peg \(number)", peg, Self.base + 22, anchor: "middle")
    }
    for (peg, stack) in zip(Self.pegs, stacks) {
      for (height, disk) in stack.enumerated() {
        // Odd disks go one way round, even ones the other.
        picture.open("g", [("class", disk.isMultiple(of: 2) ? "c1" : "c0")])
        let width = width(of: disk)
        picture.rectangle(
          peg - width / 2, Self.base - Double(height + 1) * row, width, row, "area disk",
          more: " rx=\"\(Markup.number(min(4, row / 3)))\" data-disk=\"\(disk)\"")
        picture.close("g")
      }
    }
    picture.close("g")
    return picture.finished
  }
}
