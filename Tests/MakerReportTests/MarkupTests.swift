import MakerReport
import Testing

@Suite("Text of models and files is made harmless")
struct MarkupTests {
  @Test("no scalar that begins or ends anything is left, whatever it is combined with")
  func escaped() {
    let safe = Markup.escaped(hostile)
    for scalar in ["<", ">", "\"", "'", "\u{1B}", "\u{202E}", "\u{0}", "\u{FFFE}"] as [Unicode.Scalar] {
      #expect(!safe.unicodeScalars.contains(scalar), "\(safe)")
    }
    #expect(Markup.escaped("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;")
    #expect(Markup.escaped("\u{1B}\r") == "\\u{1B}\\r")
    #expect(Markup.escaped("a\n\tb", keepsLines: true) == "a\n\tb")
    #expect(Markup.escaped("Türme 塔 🗼") == "Türme 塔 🗼")
  }

  @Test("any text is well-formed content and comes back as it was, but for what is spelled out")
  func parsed() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let scalars = (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars + ["<", "\"", "&"])
      let safe = Markup.escaped(text)
      let found = XMLFindings("<a b=\"\(safe)\">\(safe)</a>")
      #expect(found.elements == ["a"])
      #expect(found.attributes.count == 1)
      #expect(found.text == found.attributes.first?.value)
      #expect(found.text.contains("<\"&"))
    }
  }

  @Test("numbers of attributes are plain")
  func numbers() {
    #expect(Markup.number(1) == "1")
    #expect(Markup.number(-0.5) == "-0.50")
    #expect(Markup.number(3.14159) == "3.14")
    #expect(Markup.number(.nan) == "0")
    #expect(Markup.number(.infinity) == "0")
    #expect(Markup.number(1e300) == "0")
  }
}
