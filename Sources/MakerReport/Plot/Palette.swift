/// The colours of the series: told apart by people who see colours differently, and readable on their ground.
package enum Palette {
  /// On white.
  package static let light = [
    "#0063a6", "#c2410c", "#00755a", "#8e3f8a", "#8a6100", "#1b7f9e", "#a3243b", "#5a6270",
  ]
  /// On near-black, the same hues.
  package static let dark = [
    "#6cb6f5", "#ff9a5c", "#4fd1a5", "#e0a0dc", "#e9c34b", "#67d3ee", "#ff8fa3", "#aab3c0",
  ]
  /// Grid and axes, text, and the ground, on white and on near-black.
  private static let (lightGround, darkGround) = (
    (grid: "#e2e6eb", axis: "#8b95a1", text: "#2b3440", page: "#ffffff"),
    (grid: "#2c343e", axis: "#76818d", text: "#d5dce4", page: "#14181d")
  )

  /// The number of colours; a higher colour takes one of these again.
  package static var count: Int { light.count }

  /// The rules of a picture that stands by itself, or of all pictures of a page.
  ///
  /// - Parameters:
  ///   - isDark: Whether the ground is dark.
  ///   - prefix: What stands before each selector.
  /// - Returns: Rules of CSS without variables, which not everything that shows SVG knows.
  package static func rules(isDark: Bool = false, under prefix: String = "") -> String {
    let ground = isDark ? darkGround : lightGround
    var rules = [
      ".plot text{fill:\(ground.text)}", ".plot .grid{stroke:\(ground.grid)}",
      ".plot .axis{stroke:\(ground.axis)}", ".plot .ground{fill:\(ground.page)}",
      ".plot .peg{fill:\(ground.axis)}", ".plot .disk{stroke:\(ground.page)}",
    ]
    for (index, color) in (isDark ? dark : light).enumerated() {
      rules.append(".plot .c\(index) .line,.plot .c\(index) .whisker{stroke:\(color)}")
      rules.append(".plot .c\(index) .area,.plot .c\(index) .dot{fill:\(color)}")
    }
    return rules.map { prefix + $0 }.joined(separator: "\n")
  }

  /// What holds on any ground.
  package static let shapes = """
    .plot{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    .plot .head{font-weight:600;font-size:15px}
    .plot .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:butt}
    .plot .whisker{fill:none;stroke-width:1.5}
    .plot .dashed{stroke-dasharray:6 4}
    .plot .dotted{stroke-dasharray:2 3}
    .plot .band{fill-opacity:.2;stroke:none}
    .plot .grid,.plot .axis{fill:none;stroke-width:1;shape-rendering:crispEdges}
    .plot .disk{stroke-width:1}
    """
}
