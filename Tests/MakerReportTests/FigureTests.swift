import Foundation
import Maker
import MakerJournal
import MakerReport
import Testing

@Suite("Every figure is a well-formed picture of finite numbers")
struct FigureTests {
  /// A forecast as a run file keeps it.
  private static let forecast = [
    "forecast":
      #"{"p":0.95,"p_lower":0.9,"v":0.9,"target":0.95,"k":3,"success_probability":0.97,"votes_per_step":3.3,"samples_per_step":3.6,"cost_usd":1.5,"wall_seconds":100}"#
  ]

  /// Calibrated models, among them one that no k helps and one that never erred.
  private static let models: [ModelOutlook] = [
    (0.99, "a/good"), (0.4, "b/hopeless"), (1, "c/perfect"), (0.7, hostile),
  ]
  .map { p, name in
    let share = Proportion(hits: Int(p * 1000), trials: 1000)
    return ModelOutlook(
      ModelCalibration(
        model: name, p: share, v: Proportion(hits: 990, trials: 1000), cases: 1000, meanInputTokens: 500,
        meanOutputTokens: 300,
        prices: Prices(inputUSDPerMillionTokens: 0.4, outputUSDPerMillionTokens: 1.6),
        lengths: [
          .init(
            from: 100, to: 200, wrong: Proportion(hits: 1, trials: 100),
            flagged: Proportion(hits: 0, trials: 100)),
          .init(
            from: 200, to: 400, wrong: Proportion(hits: 0, trials: 0), flagged: Proportion(hits: 0, trials: 0)
          ),
        ],
        sizes: [.init(size: 4, p: share, v: share), .init(size: 8, p: share, v: share)],
        collisions: .init(both: Proportion(hits: 1, trials: 500), alike: 1, expected: 0.5)))
  }

  private static func expectWhole(_ report: Report, sourceLocation: SourceLocation = #_sourceLocation) throws
  {
    for figure in report.figures {
      #expect((figure.plot == nil) != (figure.missing == nil), sourceLocation: sourceLocation)
      guard let plot = figure.plot else { continue }
      for size in [(720.0, 380.0), (350, 300), (10, 10)] {
        let svg = plot.svg(title: figure.title, description: figure.caption, size: size)
        expectWhole(svg, named: figure.id, sourceLocation: sourceLocation)
      }
      #expect(!plot.x.title.isEmpty && !plot.y.title.isEmpty, sourceLocation: sourceLocation)
      #expect(!FigureTable(plot).rows.isEmpty, sourceLocation: sourceLocation)
    }
    for picture in report.pictures {
      expectWhole(picture.text, named: picture.name, sourceLocation: sourceLocation)
    }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .throw
    _ = try encoder.encode(report)
  }

  private static func expectWhole(_ svg: String, named name: String, sourceLocation: SourceLocation) {
    let found = XMLFindings(svg, sourceLocation: sourceLocation)
    #expect(found.elements.first == "svg", sourceLocation: sourceLocation)
    #expect(Set(found.elements).isDisjoint(with: ["script", "image", "use", "a", "foreignObject"]))
    for attribute in found.attributes {
      #expect(!attribute.name.hasPrefix("on") && !attribute.name.contains("href"), "\(name)")
      for word in ["nan", "inf"] where ["d", "x", "y", "width", "height"].contains(attribute.name) {
        #expect(!attribute.value.lowercased().contains(word), "\(name): \(attribute.value)")
      }
    }
    #expect(found.attributes.contains { $0.name == "aria-label" && !$0.value.isEmpty })
  }

  @Test("of runs of no, one and many steps, with marks and without, alone and side by side")
  func runs() throws {
    for count in [0, 1, 2, 500] {
      let drawn = DrawnDecisions(count)
      let plain = drawn.survey()
      for marks in [0, 1, 2, 900] {
        let timed = drawn.survey(
          name: hostile, configuration: Self.forecast, timeline: drawn.timeline(marks: marks))
        try Self.expectWhole(Report(runs: [timed]))
        try Self.expectWhole(Report(runs: [plain, timed]))
      }
      try Self.expectWhole(Report(runs: [plain]))
    }
    try Self.expectWhole(Report())
  }

  @Test("of runs without errors and of runs full of them")
  func extremes() throws {
    for (errors, flagged) in [(0.0, 0.0), (0.45, 0), (0, 0.9), (0.4, 0.7)] {
      let drawn = DrawnDecisions(60, errors: errors, flagged: flagged)
      try Self.expectWhole(Report(runs: [drawn.survey(timeline: drawn.timeline(marks: 5))]))
    }
  }

  @Test("of models, for a task of one step up to one of 10^12")
  func models() throws {
    for steps in [1.0, 2, 1_048_575, 1e12] {
      for target in [1e-9, 0.95, 1 - 1e-12] {
        try Self.expectWhole(Report(models: Self.models, steps: steps, target: target))
        try Self.expectWhole(Report(models: [Self.models[1]], steps: steps, target: target))
      }
    }
  }

  @Test("of models whose counts no calibration comes to, and of figures without a calibration")
  func absurdModels() throws {
    let big = 1 << 53
    let shares = [(big / 2 + 1, big), (1, big), (big, big), (0, 0), (0, 1)].map {
      Proportion(hits: $0, trials: $1)
    }
    let measured = shares.map { share in
      ModelOutlook(
        ModelCalibration(
          model: hostile, p: share, v: share, cases: .max, meanInputTokens: -1e300, meanOutputTokens: 1e308,
          prices: Prices(inputUSDPerMillionTokens: 1e300, outputUSDPerMillionTokens: 1e308),
          lengths: [.init(from: .min, to: .max, wrong: share, flagged: share)],
          sizes: [.init(size: .min, p: share, v: share), .init(size: .max, p: share, v: share)],
          collisions: .init(both: share, alike: .max, expected: -1e308)))
    }
    let known = [0, 0.5, 0.5 + 1e-9, 1 - 1e-12, 1].map {
      ModelOutlook(ModelFigures(name: "\($0)", p: $0, costPerSampleUSD: .leastNonzeroMagnitude))
    }
    for models in [measured, known, measured + known] {
      let report = Report(models: models)
      try Self.expectWhole(report)
      #expect(try report.page().hasSuffix("</html>\n"))
    }
  }

  @Test("of sixteen models, no two of which look alike")
  func manyModels() throws {
    let models = (0..<16).map { ModelOutlook(ModelFigures(name: "m\($0)", p: 0.9 + Double($0) / 200)) }
    let report = Report(models: models)
    try Self.expectWhole(report)
    let figure = try #require(report.figures.first { $0.id == "success-by-k" })
    let svg = try #require(figure.standaloneSVG)
    let lines = svg.components(separatedBy: "<g class=\"").dropFirst().compactMap { part -> String? in
      guard let kind = part.components(separatedBy: "<path class=\"").dropFirst().first,
        part.contains("L")
      else { return nil }
      return part.prefix { $0 != "\"" } + " " + kind.prefix { $0 != "\"" }
    }
    // Once in the plot and once in the legend, and the wanted chance.
    #expect(Set(lines).count == 17)
  }

  @Test("a step costs the same between two values of k: the line is a stair")
  func stairs() throws {
    let report = Report(models: [Self.models[0]], steps: 1_000)
    let plot = try #require(report.figures.first { $0.id == "samples-by-steps" }?.plot)
    #expect(plot.series.allSatisfy { $0.mark == .steps })
    let costs = plot.series.flatMap { $0.points.map { ($0.y * 1e9).rounded() } }
    #expect(costs == costs.sorted() && Set(costs).count < costs.count / 4)
  }

  @Test("runs of different length share an axis, each on all of it")
  func lengths() throws {
    let (short, long) = (DrawnDecisions(100), DrawnDecisions(2_000))
    for id in ["live-p", "red-flags-over-steps"] {
      let figures = Report(runs: [short.survey(name: "a"), long.survey(name: "b")]).figures
      let plot = try #require(figures.first { $0.id == id }?.plot)
      #expect(plot.x.unit.hasPrefix("%"))
      for series in plot.series {
        let last = try #require(series.points.last)
        #expect(last.x > 80 && last.x <= 100)
      }
      let alike = Report(runs: [short.survey(name: "a"), short.survey(name: "b")]).figures
      #expect(alike.first { $0.id == id }?.plot?.x.unit == "")
    }
  }

  @Test("names along an axis lie flat only where all of each has room")
  func names() {
    for (length, isSlanted) in [(5, false), (28, true), (200, true)] {
      let names = (0..<4).map { String(repeating: "\($0)", count: length) }
      let bars = names.indices.map { Plot.Point(Double($0), 1) }
      let plot = Plot(x: .init("x", categories: names), y: .init("y"), [.init("a", .bars, bars)])
      let svg = plot.svg(title: "t", description: "d", size: (760, 440))
      #expect(svg.contains("rotate(") == isSlanted, "\(length)")
    }
  }

  @Test("values of nearly one size are not torn apart")
  func narrow() {
    let plot = Plot(
      x: .init("tokens", kind: .log), y: .init("y"),
      [.init("a", .points, [Plot.Point(19, 1), Plot.Point(19.5, 2)])])
    #expect(plot.xScale.upper / plot.xScale.lower > 2)
  }

  @Test("of huge, tiny and impossible values")
  func values() {
    let odd = [0, -0.0, 1e308, -1e308, Double.leastNonzeroMagnitude, .nan, .infinity, -.infinity, 1]
    for kind in [Scale.Kind.linear, .log] {
      for mark in [Plot.Mark.line, .steps, .bars, .points] {
        let points = odd.flatMap { x in odd.map { Plot.Point(x, $0, lower: -$0, upper: $0) } }
        let plot = Plot(
          x: .init(hostile, unit: hostile, kind: kind), y: .init("y", kind: kind),
          [.init(hostile, mark, points)],
          guides: odd.map { Plot.Guide(hostile, isVertical: $0 > 0, at: $0) })
        Self.expectWhole(
          plot.svg(title: hostile, description: hostile, isStandalone: true), named: "\(kind) \(mark)",
          sourceLocation: #_sourceLocation)
        _ = FigureTable(plot)
      }
    }
  }

  @Test("a plot without points says so instead of being drawn")
  func empty() {
    let figure = Figure(
      "x", "X", caption: "Nothing.", Plot(x: .init("x"), y: .init("y"), [.init("a", .line, [])]))
    #expect(figure.plot == nil && figure.missing != nil && figure.standaloneSVG == nil)
  }

  @Test("what was not recorded is said not to have been")
  func notRecorded() {
    let figures = Report(runs: [DrawnDecisions(10).survey()]).figures
    let missing = figures.filter { $0.missing?.contains("Not recorded") == true }.map(\.id)
    #expect(
      missing == ["red-flags-over-time", "errors-by-length", "cost-over-time", "tokens-over-time", "latency"])
  }
}
