/// An SVG element that is being written. Every text in it is escaped, and nothing in it can run.
struct Picture {
  private var text: String
  private let isStandalone: Bool

  /// Begins a picture.
  ///
  /// - Parameters:
  ///   - size: Its width and height in pixels.
  ///   - title: What it is called.
  ///   - description: What is to be seen.
  ///   - isStandalone: Whether it stands by itself: with its title, a light ground and its own style.
  ///   - name: The class of the element.
  init(
    _ size: (width: Double, height: Double), title: String, description: String, isStandalone: Bool,
    name: String = "plot"
  ) {
    self.isStandalone = isStandalone
    let box = "0 0 \(Markup.number(size.width)) \(Markup.number(size.height))"
    let label = Markup.escaped("\(title). \(description)")
    text = isStandalone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
    text += "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"\(name)\" viewBox=\"\(box)\""
    if isStandalone {
      text += " width=\"\(Markup.number(size.width))\" height=\"\(Markup.number(size.height))\""
    }
    text += " role=\"img\" aria-label=\"\(label)\">"
    text += "<title>\(Markup.escaped(title))</title><desc>\(Markup.escaped(description))</desc>"
    if isStandalone {
      // In a picture by itself the class is on the root, and so are the rules.
      text += "<style>\(Palette.shapes)\n\(Palette.rules())</style>"
      rectangle(0, 0, size.width, size.height, "ground")
      self.text(TextWidth.cut(title, to: size.width * 0.75), 8, 23, style: "head")
    }
  }

  /// The whole element.
  var finished: String { text + "</svg>" + (isStandalone ? "\n" : "") }

  /// Begins an element. The values of its attributes are ours or escaped.
  mutating func open(_ element: String, _ attributes: [(String, String)]) {
    text += "<\(element)"
    for (name, value) in attributes { text += " \(name)=\"\(value)\"" }
    text += ">"
  }

  mutating func close(_ element: String) { text += "</\(element)>" }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    path("M\(Markup.number(x1)) \(Markup.number(y1))L\(Markup.number(x2)) \(Markup.number(y2))", style)
  }

  mutating func path(_ path: String, _ style: String) { text += "<path class=\"\(style)\" d=\"\(path)\"/>" }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, more: String = ""
  ) {
    text += "<rect class=\"\(style)\" x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
    text += " width=\"\(Markup.number(width))\" height=\"\(Markup.number(height))\"\(more)/>"
  }

  /// A mark; its shape tells series apart where colours do not.
  mutating func dot(_ x: Double, _ y: Double, shape: Int) {
    let at = "\(Markup.number(x)) \(Markup.number(y))"
    switch shape % 4 {
    case 0: text += "<circle class=\"dot\" cx=\"\(Markup.number(x))\" cy=\"\(Markup.number(y))\" r=\"4\"/>"
    case 1: path("M\(at)m-4 -4h8v8h-8Z", "dot")
    case 2: path("M\(at)m0 -5l5 9h-10Z", "dot")
    default: path("M\(at)m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5Z", "dot")
    }
  }

  mutating func text(
    _ words: String, _ x: Double, _ y: Double, anchor: String = "start", style: String? = nil
  ) {
    text += "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\""
    if anchor != "start" { text += " text-anchor=\"\(anchor)\"" }
    if let style { text += " class=\"\(style)\"" }
    text += ">\(Markup.escaped(words))</text>"
  }

  /// Words that end at a place, rising towards it.
  mutating func slanted(_ words: String, _ x: Double, _ y: Double) {
    let at = "\(Markup.number(x)) \(Markup.number(y))"
    text +=
      "<text transform=\"translate(\(at)) rotate(-35)\" text-anchor=\"end\">\(Markup.escaped(words))</text>"
  }
}
