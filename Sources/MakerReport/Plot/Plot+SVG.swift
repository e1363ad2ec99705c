extension Plot {
  /// The plot as an SVG element.
  ///
  /// - Parameters:
  ///   - title: What it is called; also what a screen reader says.
  ///   - description: What is to be seen, in a sentence.
  ///   - size: Its width and height in pixels; it grows and shrinks with its place.
  ///   - isStandalone: Whether it is to be read without a page around: with its title, a light ground and its own style.
  /// - Returns: The element as text.
  public func svg(
    title: String, description: String, size: (width: Double, height: Double) = (720, 380),
    isStandalone: Bool = false
  ) -> String {
    let layout = PlotLayout(self, size: size, head: isStandalone ? 34 : 0)
    var picture = Picture(size, title: title, description: description, isStandalone: isStandalone)
    drawGrid(layout, &picture)
    for guide in guides { draw(guide, layout, &picture) }
    let bars = series.filter { $0.mark == .bars }.count
    let dots = series.filter { $0.mark == .points }.count
    var (bar, dot) = (0, 0)
    for one in series {
      picture.open("g", [("class", "c\(one.color % Palette.count)")])
      switch one.mark {
      case .bars:
        drawBars(one, place: bar, of: bars, layout, &picture)
        bar += 1
      case .points:
        let aside = (layout.right - layout.left) / 85 * (Double(dot) - Double(dots - 1) / 2)
        drawPoints(one, aside: aside, layout, &picture)
        dot += 1
      case .line, .steps: drawLine(one, layout, &picture)
      }
      picture.close("g")
    }
    drawAxes(layout, &picture)
    drawLegend(layout, &picture)
    return picture.finished
  }

  private func drawGrid(_ layout: PlotLayout, _ picture: inout Picture) {
    for tick in layout.yTicks {
      picture.line(layout.left, tick.place, layout.right, tick.place, "grid")
      picture.text(tick.text, layout.left - 7, tick.place + 4, anchor: "end")
    }
    for tick in layout.xTicks {
      if x.categories.isEmpty { picture.line(tick.place, layout.top, tick.place, layout.bottom, "grid") }
      if layout.isSlanted {
        // It rises from the left, where the picture ends.
        let width = min(150, (tick.place - 4) / 0.82)
        picture.slanted(TextWidth.cut(tick.text, to: width), tick.place + 4, layout.bottom + 16)
      } else {
        picture.text(tick.text, tick.place, layout.bottom + 17, anchor: "middle")
      }
    }
  }

  private func drawAxes(_ layout: PlotLayout, _ picture: inout Picture) {
    picture.line(layout.left, layout.bottom, layout.right, layout.bottom, "axis")
    picture.line(layout.left, layout.top, layout.left, layout.bottom, "axis")
    let width = layout.size.width - 16
    picture.text(TextWidth.cut(y.text, to: width), 8, layout.top - 9)
    picture.text(
      TextWidth.cut(x.text, to: width), (layout.left + layout.right) / 2, layout.size.height - 8,
      anchor: "middle")
  }

  private func draw(_ guide: Guide, _ layout: PlotLayout, _ picture: inout Picture) {
    picture.open("g", [("class", "c\(guide.color % Palette.count)")])
    if guide.isVertical, let x = layout.x(guide.value) {
      picture.line(x, layout.top, x, layout.bottom, "line dashed")
    } else if !guide.isVertical, let y = layout.y(guide.value) {
      picture.line(layout.left, y, layout.right, y, "line dashed")
    }
    picture.close("g")
  }

  private func drawBars(
    _ series: Series, place: Int, of count: Int, _ layout: PlotLayout, _ picture: inout Picture
  ) {
    let width = (layout.right - layout.left) / (layout.xScale.upper - layout.xScale.lower)
    // A lonely bar as wide as the plot would be a wall.
    let slot = min(barSlot * 0.8, 110 * Double(count) / width)
    let isSparse = self.series.reduce(0) { $0 + ($1.mark == .bars ? $1.points.count : 0) } <= 16
    for point in series.points {
      let from = point.x - slot / 2 + slot * Double(place) / Double(count)
      guard let left = layout.x(from), let right = layout.x(from + slot / Double(count)),
        let top = layout.y(point.y)
      else { continue }
      let foot = layout.yScale.kind == .linear ? layout.y(0) ?? layout.bottom : layout.bottom
      let gap = right - left > 4 ? 1.0 : 0
      picture.rectangle(
        left + gap / 2, min(top, foot), max(0.5, right - left - gap), abs(foot - top), "area")
      let middle = (left + right) / 2
      drawInterval(point, middle, layout, &picture)
      let label = NumberText.short(point.y)
      if isSparse, point.lower == nil, TextWidth.of(label) < right - left + 8 {
        picture.text(label, middle, min(top, foot) - 4, anchor: "middle")
      }
    }
  }

  /// Points with whiskers stand aside by some pixels, so that those of several series do not cover each other.
  private func drawPoints(
    _ series: Series, aside: Double, _ layout: PlotLayout, _ picture: inout Picture
  ) {
    for point in series.points {
      guard let place = layout.x(point.x), let y = layout.y(point.y) else { continue }
      let x = point.lower == nil ? place : place + aside
      drawInterval(point, x, layout, &picture)
      picture.dot(x, y, shape: series.color + series.color / Palette.count)
    }
  }

  private func drawInterval(_ point: Point, _ x: Double, _ layout: PlotLayout, _ picture: inout Picture) {
    guard let low = point.lower.flatMap(layout.y), let high = point.upper.flatMap(layout.y) else { return }
    picture.path("M\(Markup.number(x)) \(Markup.number(low))V\(Markup.number(high))", "whisker")
    for end in [low, high] {
      picture.path("M\(Markup.number(x - 3)) \(Markup.number(end))h6", "whisker")
    }
  }

  private func drawLine(_ series: Series, _ layout: PlotLayout, _ picture: inout Picture) {
    let places = series.points.compactMap { point in
      layout.x(point.x).flatMap { x in layout.y(point.y).map { (x: x, y: $0, point: point) } }
    }
    let band = places.compactMap { place in
      place.point.lower.flatMap(layout.y).flatMap { low in
        place.point.upper.flatMap(layout.y).map { (x: place.x, low: low, high: $0) }
      }
    }
    let text = { (x: Double, y: Double) in "\(Markup.number(x)) \(Markup.number(y))" }
    if band.count > 1 {
      let edge = band.map { text($0.x, $0.high) } + band.reversed().map { text($0.x, $0.low) }
      picture.path("M" + edge.joined(separator: "L") + "Z", "area band")
    }
    guard let first = places.first else { return }
    if places.count == 1 {
      // A line of one point is a point.
      drawInterval(first.point, first.x, layout, &picture)
      picture.dot(first.x, first.y, shape: series.color + series.color / Palette.count)
      return
    }
    var path = "M" + text(first.x, first.y)
    for place in places.dropFirst() {
      if series.mark == .steps {
        path += "H\(Markup.number(place.x))V\(Markup.number(place.y))"
      } else {
        path += "L" + text(place.x, place.y)
      }
    }
    picture.path(path, Self.style(color: series.color, isDashed: series.isDashed))
  }

  /// Beyond the colours there are, lines are told apart by their dots.
  private static func style(color: Int, isDashed: Bool) -> String {
    isDashed ? "line dashed" : color < Palette.count ? "line" : "line dotted"
  }

  private func drawLegend(_ layout: PlotLayout, _ picture: inout Picture) {
    for entry in layout.legend {
      picture.open("g", [("class", "c\(entry.color % Palette.count)")])
      switch entry.mark {
      case .bars: picture.rectangle(entry.x + 5, entry.y - 9, 12, 10, "area")
      case .points: picture.dot(entry.x + 11, entry.y - 4, shape: entry.color + entry.color / Palette.count)
      case .line, .steps:
        let style = Self.style(color: entry.color, isDashed: entry.isDashed)
        picture.line(entry.x, entry.y - 4, entry.x + 22, entry.y - 4, style)
      }
      picture.close("g")
      picture.text(entry.name, entry.x + 28, entry.y)
    }
  }
}
