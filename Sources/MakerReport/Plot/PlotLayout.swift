/// Where the parts of a plot stand in a picture of a given size.
struct PlotLayout {
  /// An entry of the legend and where it begins.
  struct LegendEntry {
    var name: String
    var color: Int
    var isDashed: Bool
    var mark: Plot.Mark
    var x: Double
    var y: Double
  }

  /// The width and the height of the picture.
  let size: (width: Double, height: Double)
  /// The left, top, right and bottom edge of the plot itself.
  let (left, top, right, bottom): (Double, Double, Double, Double)
  let (xScale, yScale): (Scale, Scale)
  /// Where the ticks stand, and what they say.
  let xTicks: [(place: Double, text: String)]
  let yTicks: [(place: Double, text: String)]
  let legend: [LegendEntry]
  /// Whether the names of the x axis are too long to lie flat.
  let isSlanted: Bool

  static let lineHeight = 17.0

  /// Lays a plot out.
  ///
  /// - Parameters:
  ///   - plot: What is drawn.
  ///   - size: The width and the height of the picture.
  ///   - head: The height of what stands above, such as a title.
  init(_ plot: Plot, size: (width: Double, height: Double), head: Double) {
    (self.size, xScale, yScale) = (size, plot.xScale, plot.yScale)
    let values = yScale.ticks(max(2, Int(size.height / 60)))
    let labels = NumberText.labels(values, yScale.kind)
    left = min(size.width / 3, (labels.map(TextWidth.of).max() ?? 0) + 14)
    right = size.width - 16
    let entries = Self.entries(plot)
    legend = Self.place(entries, from: 8, to: size.width - 8, top: head + 14)
    let rows = (legend.map(\.y).max() ?? head - 3) + 8
    // The title of the y axis lies above the plot, where it can be read without turning one's head.
    top = rows + Self.lineHeight + 8
    let room = (size.width - left - 16) / Double(max(1, plot.x.categories.count))
    isSlanted = plot.x.categories.contains { TextWidth.of($0) > room - 6 }
    let names =
      isSlanted ? plot.x.categories.map { TextWidth.of(TextWidth.cut($0, to: 150)) * 0.6 }.max() ?? 0 : 0
    bottom = max(top + 60, size.height - 44 - names)
    let (xScale, yScale, left, right, top, bottom) = (xScale, yScale, left, right, top, bottom)
    yTicks = zip(values, labels).compactMap { value, text in
      yScale.position(of: value).map { (bottom - $0 * (bottom - top), text) }
    }
    if plot.x.categories.isEmpty {
      xTicks = Self.ticks(
        of: xScale, from: left, to: right, areWhole: plot.x.isWhole)
    } else {
      xTicks = plot.x.categories.enumerated().compactMap { index, name in
        xScale.position(of: Double(index)).map { (left + $0 * (right - left), name) }
      }
    }
  }

  /// As many ticks as have room for what they say.
  private static func ticks(
    of scale: Scale, from left: Double, to right: Double, areWhole: Bool
  ) -> [(place: Double, text: String)] {
    var count = max(2, Int((right - left) / 60))
    while true {
      var values = scale.ticks(count)
      if areWhole, scale.kind == .linear { values = values.filter { $0 == $0.rounded() } }
      let labels = NumberText.labels(values, scale.kind)
      let ticks = zip(values, labels).compactMap { value, text in
        scale.position(of: value).map { (left + $0 * (right - left), text) }
      }
      let isTight = zip(ticks, ticks.dropFirst()).contains { one, next in
        next.0 - one.0 < (TextWidth.of(one.1) + TextWidth.of(next.1)) / 2 + 8
      }
      if !isTight || count <= 1 { return isTight ? Array(ticks.prefix(1)) : ticks }
      count -= 1
    }
  }

  /// What the legend names: nothing where a single series says no more than the title does.
  private static func entries(_ plot: Plot) -> [LegendEntry] {
    var entries = plot.series.filter { !$0.points.isEmpty && !$0.name.isEmpty && $0.isListed }.map {
      LegendEntry(
        name: $0.name, color: $0.color, isDashed: $0.isDashed, mark: $0.mark, x: 0, y: 0)
    }
    for guide in plot.guides where !entries.contains(where: { $0.name == guide.name }) {
      entries.append(
        LegendEntry(name: guide.name, color: guide.color, isDashed: true, mark: .line, x: 0, y: 0))
    }
    return entries.count > 1 ? entries : []
  }

  private static func place(
    _ entries: [LegendEntry], from left: Double, to right: Double, top: Double
  ) -> [LegendEntry] {
    var (x, y) = (left, top)
    return entries.map { entry in
      var entry = entry
      entry.name = TextWidth.cut(entry.name, to: right - left - 30)
      let width = TextWidth.of(entry.name) + 44
      if x > left, x + width > right { (x, y) = (left, y + lineHeight) }
      (entry.x, entry.y) = (x, y)
      x += width
      return entry
    }
  }

  /// Where a number of the x axis stands.
  func x(_ value: Double) -> Double? { xScale.position(of: value).map { left + $0 * (right - left) } }

  /// Where a number of the y axis stands; on a log scale what is not above 0 stands at the foot.
  func y(_ value: Double) -> Double? {
    if value.isNaN { return nil }
    return bottom - (yScale.position(of: value) ?? 0) * (bottom - top)
  }
}

/// How wide text will be, as far as that can be told without its font.
enum TextWidth {
  /// The width in the 12 pixels of a plot's text, rather too much than too little.
  static func of(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar {
      case "i", "l", "j", "t", "f", ".", ",", ":", "|", "'", " ", "(", ")", "1", "r": width + 5
      case "m", "w", "M", "W", "@", "%": width + 11
      default: width + (scalar.value > 0x2E80 ? 13 : 7.2)
      }
    }
  }

  /// The text, its end left out if it is wider than `limit`.
  static func cut(_ text: String, to limit: Double) -> String {
    guard of(text) > limit else { return text }
    var short = text
    while !short.isEmpty, of(short) > limit - 10 { short.removeLast() }
    return short + "…"
  }
}
