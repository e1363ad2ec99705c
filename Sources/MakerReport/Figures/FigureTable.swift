/// The numbers of a figure as a table, for whoever cannot see it or wants them exactly.
public struct FigureTable: Sendable, Hashable {
  /// The names of the columns; the first is that of the x axis.
  public let heads: [String]
  /// The cells of each row.
  public let rows: [[String]]
  /// How many rows were left out at the end.
  public let omitted: Int

  /// The table of a plot.
  ///
  /// - Parameters:
  ///   - plot: The plot.
  ///   - limit: The most rows.
  public init(_ plot: Plot, limit: Int = 120) {
    let series = plot.series.filter { !$0.points.isEmpty }
    heads = [plot.x.text] + series.map { $0.name.isEmpty ? plot.y.text : $0.name }
    let places = Set(series.flatMap { $0.points.map(\.x) }).sorted()
    let byPlace = series.map { Dictionary($0.points.map { ($0.x, $0) }) { first, _ in first } }
    rows = places.prefix(limit).map { place in
      let name =
        plot.x.categories.indices.contains(Int(exactly: place) ?? -1)
        ? plot.x.categories[Int(place)] : NumberText.short(place)
      return [name] + byPlace.map { $0[place].map(Self.cell) ?? "" }
    }
    omitted = max(0, places.count - limit)
  }

  private static func cell(_ point: Plot.Point) -> String {
    guard let lower = point.lower, let upper = point.upper else { return NumberText.short(point.y) }
    return "\(NumberText.short(point.y)) (\(NumberText.short(lower)) to \(NumberText.short(upper)))"
  }
}
