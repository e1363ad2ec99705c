/// A plot with what is said about it: one figure of a report.
public struct Figure: Sendable, Hashable {
  /// A name for files and links: `votes-per-step`.
  public let id: String
  /// What it is called.
  public let title: String
  /// What is to be seen, in one sentence.
  public let caption: String
  /// The plot; nil where there is nothing to draw.
  public let plot: Plot?
  /// Why there is no plot, in one sentence; nil where there is one.
  public let missing: String?

  /// A figure with a plot; one without points says that there is nothing yet.
  ///
  /// - Parameters:
  ///   - id: A name for files and links, of small letters and hyphens.
  ///   - title: What it is called.
  ///   - caption: What is to be seen, in one sentence.
  ///   - plot: The plot.
  public init(_ id: String, _ title: String, caption: String, _ plot: Plot) {
    self.init(
      id, title, caption: caption, plot: plot.isEmpty ? nil : plot, missing: "There is nothing to draw yet.")
  }

  /// A figure that cannot be drawn.
  ///
  /// - Parameters:
  ///   - id: A name for files and links, of small letters and hyphens.
  ///   - title: What it is called.
  ///   - caption: What would be seen, in one sentence.
  ///   - missing: Why there is no plot, in one sentence.
  public init(_ id: String, _ title: String, caption: String, missing: String) {
    self.init(id, title, caption: caption, plot: nil, missing: missing)
  }

  private init(_ id: String, _ title: String, caption: String, plot: Plot?, missing: String) {
    self.id = id
    self.title = title
    self.caption = caption
    self.plot = plot
    self.missing = plot == nil ? missing : nil
  }

  /// What a figure says that would need what earlier versions of maker did not record.
  static let notRecorded = "Not recorded by the version of maker that made this run."

  /// The figure as a file of its own; nil where there is nothing to draw.
  public var standaloneSVG: String? {
    plot?.svg(title: title, description: caption, size: (760, 440), isStandalone: true)
  }
}

extension Figure: Encodable {
  private enum CodingKeys: String, CodingKey { case id, title, caption, missing, x, y, series, guides }
  private enum AxisKeys: String, CodingKey { case title, unit, scale, categories }
  private enum SeriesKeys: String, CodingKey { case name, mark, points }
  private enum PointKeys: String, CodingKey { case x, y, lower, upper }
  private enum GuideKeys: String, CodingKey { case name, axis, value }

  /// Writes the data of the figure: its axes and the points of its series.
  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(id, forKey: .id)
    try keys.encode(title, forKey: .title)
    try keys.encode(caption, forKey: .caption)
    guard let plot else { return try keys.encode(missing, forKey: .missing) }
    for (axis, key) in [(plot.x, CodingKeys.x), (plot.y, .y)] {
      var about = keys.nestedContainer(keyedBy: AxisKeys.self, forKey: key)
      try about.encode(axis.title, forKey: .title)
      try about.encode(axis.unit, forKey: .unit)
      try about.encode(axis.kind, forKey: .scale)
      if !axis.categories.isEmpty { try about.encode(axis.categories, forKey: .categories) }
    }
    var all = keys.nestedUnkeyedContainer(forKey: .series)
    for series in plot.series {
      var one = all.nestedContainer(keyedBy: SeriesKeys.self)
      try one.encode(series.name, forKey: .name)
      try one.encode(series.mark, forKey: .mark)
      var points = one.nestedUnkeyedContainer(forKey: .points)
      for point in series.points {
        var values = points.nestedContainer(keyedBy: PointKeys.self)
        try values.encode(point.x, forKey: .x)
        try values.encode(point.y, forKey: .y)
        try values.encodeIfPresent(point.lower, forKey: .lower)
        try values.encodeIfPresent(point.upper, forKey: .upper)
      }
    }
    var guides = keys.nestedUnkeyedContainer(forKey: .guides)
    for guide in plot.guides {
      var one = guides.nestedContainer(keyedBy: GuideKeys.self)
      try one.encode(guide.name, forKey: .name)
      try one.encode(guide.isVertical ? "x" : "y", forKey: .axis)
      try one.encode(guide.value, forKey: .value)
    }
  }
}
