#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is drawn between two axes.
public struct Plot: Sendable, Hashable {
  /// One of the two axes.
  public struct Axis: Sendable, Hashable {
    /// What is measured: `Votes of a step`.
    public var title: String
    /// What it is measured in: `ms`; empty for a bare number.
    public var unit: String
    /// How far apart equal steps are.
    public var kind: Scale.Kind
    /// Names in place of numbers: the first stands at 0, the next at 1. Empty for an axis of numbers.
    public var categories: [String]
    /// Whether a linear axis begins at 0 where all its values are above.
    public var includesZero: Bool
    /// What the axis begins with, if that does not follow from its values.
    public var lower: Double?
    /// What the axis ends with, if that does not follow from its values.
    public var upper: Double?
    /// Whether only whole numbers mean anything on it.
    public var isWhole: Bool

    /// Makes an axis.
    public init(
      _ title: String, unit: String = "", kind: Scale.Kind = .linear, categories: [String] = [],
      includesZero: Bool = false, lower: Double? = nil, upper: Double? = nil, isWhole: Bool = false
    ) {
      self.title = title
      self.unit = unit
      self.kind = kind
      self.categories = categories
      self.includesZero = includesZero
      self.lower = lower
      self.upper = upper
      self.isWhole = isWhole
    }

    /// The title with its unit, and a word where the steps are not equal.
    public var text: String {
      let notes = [unit, kind == .log ? "log scale" : ""].filter { !$0.isEmpty }
      return notes.isEmpty ? title : "\(title) (\(notes.joined(separator: ", ")))"
    }
  }

  /// A value, and the interval it is known to lie in.
  public struct Point: Sendable, Hashable {
    /// Where it stands.
    public var x: Double
    /// Its value.
    public var y: Double
    /// The least it may be; nil where no interval is known.
    public var lower: Double?
    /// The most it may be.
    public var upper: Double?

    /// Makes a point.
    public init(_ x: Double, _ y: Double, lower: Double? = nil, upper: Double? = nil) {
      (self.x, self.y, self.lower, self.upper) = (x, y, lower, upper)
    }
  }

  /// How a series is drawn.
  public enum Mark: String, Sendable, Hashable, Codable {
    /// A line through the points; intervals are a band.
    case line
    /// A line that keeps a value until the next point.
    case steps
    /// Bars from the foot of the plot; those of several series stand side by side.
    case bars
    /// A mark at each point; intervals are whiskers.
    case points
  }

  /// Points that belong together.
  public struct Series: Sendable, Hashable {
    /// What they are, for the legend.
    public var name: String
    /// How they are drawn.
    public var mark: Mark
    /// The points in order.
    public var points: [Point]
    /// Which colour it has, from 0; series that belong together have the same.
    public var color: Int
    /// Whether its line is dashed: for what was planned, not measured.
    public var isDashed: Bool
    /// Whether the legend names it; not where the caption says what all of its kind are.
    public var isListed: Bool

    /// Makes a series.
    public init(
      _ name: String, _ mark: Mark, _ points: [Point], color: Int = 0, isDashed: Bool = false,
      isListed: Bool = true
    ) {
      self.name = name
      self.mark = mark
      self.points = points
      self.color = color
      self.isDashed = isDashed
      self.isListed = isListed
    }
  }

  /// A line across the plot.
  public struct Guide: Sendable, Hashable {
    /// What it marks, for the legend; guides of the same name have one entry.
    public var name: String
    /// Whether it stands at a place of the x axis; otherwise it lies at a value of the y axis.
    public var isVertical: Bool
    /// That place or value.
    public var value: Double
    /// Which colour it has, from 0.
    public var color: Int

    /// Makes a guide.
    public init(_ name: String, isVertical: Bool, at value: Double, color: Int = 7) {
      (self.name, self.isVertical, self.value, self.color) = (name, isVertical, value, color)
    }
  }

  /// The axis from left to right.
  public var x: Axis
  /// The axis from bottom to top.
  public var y: Axis
  /// What is drawn, the first beneath the others.
  public var series: [Series]
  /// Lines across it.
  public var guides: [Guide]

  /// Makes a plot.
  public init(x: Axis, y: Axis, _ series: [Series], guides: [Guide] = []) {
    self.x = x
    self.y = y
    self.series = series
    self.guides = guides
  }

  /// Whether there is nothing to be seen.
  public var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }

  /// The scale of the x axis, with room for what stands at it.
  package var xScale: Scale {
    if !x.categories.isEmpty { return Scale(.linear, from: -0.5, to: Double(x.categories.count) - 0.5) }
    let values = series.flatMap { $0.points.map(\.x) } + guides.filter(\.isVertical).map(\.value)
    let usable = values.filter { $0.isFinite && (x.kind == .linear || $0 > 0) }
    let room = x.kind == .linear && series.contains { $0.mark == .bars } ? barSlot / 2 : 0
    guard let least = usable.min(), let most = usable.max(), least < most || room > 0 else {
      return Scale(fitting: values, x.kind, includesZero: x.includesZero)
    }
    // Marks with whiskers stand aside of their place.
    let isWide = series.contains { $0.mark == .points && $0.points.contains { $0.lower != nil } }
    let margin = isWide ? (most - least) * 0.05 : 0
    let ratio = isWide ? pow(most / least, 0.05) : 1.05
    // From end to end: round bounds would leave a third of the width empty.
    let bounds: (low: Double, high: Double)
    switch x.kind {
    case .linear:
      bounds = (
        x.includesZero && room == 0 ? min(0, least) : least - room - margin, most + room + margin
      )
    case .log:
      // Values of nearly one size would be torn apart to the ends of the axis, and told apart by fractions.
      let room = max(ratio, most / least < 2 ? 1.5 : 1)
      bounds = (least / room, most * room)
    }
    return Scale(x.kind, from: x.lower ?? bounds.low, to: x.upper ?? bounds.high)
  }

  /// The scale of the y axis.
  package var yScale: Scale {
    let values =
      series.flatMap { $0.points.flatMap { [$0.y, $0.lower ?? $0.y, $0.upper ?? $0.y] } }
      + guides.filter { !$0.isVertical }.map(\.value)
    // Numbers stand on top of bars.
    let room = series.contains { $0.mark == .bars } ? (values.filter(\.isFinite).max() ?? 0) * 1.05 : .nan
    let fitted = Scale(fitting: values + [room], y.kind, includesZero: y.includesZero)
    return Scale(y.kind, from: y.lower ?? fitted.lower, to: y.upper ?? fitted.upper)
  }

  /// The room of the bars at one place of the x axis, in its numbers.
  package var barSlot: Double {
    guard x.categories.isEmpty else { return 1 }
    let places = Set(series.filter { $0.mark == .bars }.flatMap { $0.points.map(\.x) }).sorted()
    return zip(places, places.dropFirst()).map { $1 - $0 }.filter { $0.isFinite && $0 > 0 }.min() ?? 1
  }
}
