import Foundation
import MakerAgents
import Testing

@Suite struct TextPatternTests {
  @Test(arguments: [
    ("abc", "xabcx", true), ("^abc$", "xabc", false), ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true),
    ("(?i)AS an", "as AN ai", true),
    ("(?i:a)B", "AB", true), ("(?i:a)B", "Ab", false), ("(?i)a(?-i)B", "Ab", false),
    ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false),
    (#"\bcat\b"#, "a cat.", true), (#"\bcat\b"#, "concat", false), (#"\Bcat"#, "concat", true),
    (#"\d{3}-\d{2,}"#, "tel 123-4567", true),
    (#"^\d{3}$"#, "1234", false), ("[^a-c]", "abc", false), ("[]a]", "]", true), ("[a-]", "-", true),
    (#"[\d\s]+"#, "x 1", true),
    (#"[^\W]"#, "é", true), (#"\w"#, "!", false), ("a|b|", "zzz", true), ("^(?:a|b)+$", "abba", true),
    ("^(?:a|b)+$", "abca", false),
    ("colou?r", "color", true), ("x*", "", true), ("x+", "", false), (#"\u{1F642}"#, "🙂", true),
    (#"\x41\u0042"#, "AB", true),
    (#"a\.b"#, "axb", false), ("(?i)ß", "ẞ", true), ("(?i)[a-z]", "K", true), ("^.$", "é", true),
    ("^.$", "e\u{301}", false),
    ("", "anything", true), (#"^\s*$"#, " \t\u{A0}\n", true), ("^a{0}$", "", true), ("^(a?){3}$", "aa", true),
    ("^(?:a*)*$", "aaab", false),
    (#"\A\{\}\z"#, "{}", true), ("[[:]", "x", false),
  ])
  func `a pattern is found or not`(pattern: String, text: String, isFound: Bool) throws {
    guard let read = try? TextPattern(pattern) else {
      #expect(pattern == "[[:]")
      return
    }
    #expect(read.isFound(in: text) == isFound)
  }

  @Test func `named groups are what they matched`() throws {
    let pattern = try TextPattern("(?<vendor>.+); total (?<total>[0-9.]+)(?<note> .*)?")
    #expect(pattern.groupNames == ["vendor", "total", "note"])
    #expect(pattern.groups(ofWhole: "ACME; total 12.50") == ["ACME", "12.50", nil])
    #expect(pattern.groups(ofWhole: "A; total 1; total 2 x") == ["A; total 1", "2", " x"])
    #expect(pattern.groups(ofWhole: "ACME; total") == nil)
    #expect(pattern.groups(ofWhole: " ACME; total 1\n") == nil)
    #expect(try TextPattern("(?<a>a+?)(?<b>a*)").groups(ofWhole: "aaa") == ["a", "aa"])
    #expect(try TextPattern("(?<a>a+)(?<b>a*)").groups(ofWhole: "aaa") == ["aaa", ""])
    #expect(try TextPattern("(?:(?<x>a|b),?)+").groups(ofWhole: "a,b") == ["b"])
    #expect(try TextPattern("(?<a>a)|(?<b>b)").groups(ofWhole: "b") == [nil, "b"])
    #expect(try TextPattern("(?P<a>a)").groups(ofWhole: "a") == ["a"])
    #expect(
      try TextPattern("(?s).*ANSWER: (?<x>\\w+)").groups(ofWhole: "Well.\nANSWER: no\nANSWER: yes") == ["yes"]
    )
  }

  @Test(arguments: [
    ("a(b", 1), ("a)b", 1), ("[ab", 0), ("*a", 0), ("a**", 2), ("a{2", 1), ("a{3,2}", 1), ("a{1001}", 1),
    ("x{", 1), ("}", 0), ("]", 0),
    (#"(a)\1"#, 3), ("a(?=b)", 1), ("(?!a)", 0), ("(?<=a)b", 0), ("(?<!a)b", 0), ("(?<1a>x)", 0),
    ("(?<a-b>x)", 0), ("(?<a>x)(?<a>y)", 7),
    (#"\q"#, 0), (#"ab\"#, 2), (#"\x4"#, 0), (#"\u{110000}"#, 0), ("[b-a]", 1), ("(?x)a", 0), ("a++", 2),
    ("^*", 1), (#"\p{L}"#, 0),
    ("[a[b]", 2), ("(?>a)", 0), ("((((a", 3),
  ])
  func `a pattern that cannot be read says where`(pattern: String, offset: Int) throws {
    let mistake = #expect(throws: TextPattern.Mistake.self) { try TextPattern(pattern) }
    #expect(mistake?.offset == offset, "\(String(describing: mistake))")
    #expect(mistake?.remedy.isEmpty == false)
  }

  @Test func `sizes are bounded`() throws {
    #expect(throws: TextPattern.Mistake.self) { try TextPattern(String(repeating: "a", count: 4_097)) }
    #expect(throws: TextPattern.Mistake.self) { try TextPattern("(?:a{1000}){1000}") }
    #expect(throws: TextPattern.Mistake.self) { try TextPattern(String(repeating: "(", count: 4_000)) }
    _ = try TextPattern("(?:a{50}){50}")
  }

  @Test(arguments: ["(a+)+b", "(a|a)*b", "(a*)*b", "(?:a?){30}a{30}b", "(.*.*.*.*)x", "(a|aa)+$c"])
  func `patterns that keep others busy for years are done at once`(pattern: String) throws {
    #expect(try !TextPattern(pattern).isFound(in: String(repeating: "a", count: 5_000)))
  }

  @Test func `it finds what another matcher finds`() throws {
    var random = SeededGenerator(seed: 7)
    let atoms = ["a", "b", ".", "[ab]", "[^a]", "c", "\\w", "\\d", "(?:a|bc)", "(?:ab?)", "^", "$", "\\b"]
    let suffixes = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?"]
    for _ in 0..<3_000 {
      let pattern = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        let atom = atoms.randomElement(using: &random) ?? "a"
        let isAnchor = ["^", "$", "\\b"].contains(atom)
        return atom + (isAnchor ? "" : suffixes.randomElement(using: &random) ?? "")
          + (Int.random(in: 0..<12, using: &random) == 0 ? "|" : "")
      }.joined()
      let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        ["a", "b", "c", "1", " "].randomElement(using: &random) ?? ""
      }
      .joined()
      let other = try NSRegularExpression(pattern: pattern)
      let range = NSRange(location: 0, length: text.utf16.count)
      #expect(
        try TextPattern(pattern).isFound(in: text) == (other.firstMatch(in: text, range: range) != nil),
        "\(pattern) in \"\(text)\"")
    }
  }

  @Test func `groups are those of another matcher`() throws {
    var random = SeededGenerator(seed: 8)
    let atoms = ["a", "b", "[ab]", "a*", "b*", "a+", "b?", "[ab]*", "a*?", "(?:a|ab)", "[ab]+?"]
    for _ in 0..<3_000 {
      let parts = (0..<3).map { _ in
        (0..<Int.random(in: 1...2, using: &random)).map { _ in atoms.randomElement(using: &random) ?? "" }
          .joined()
      }
      let pattern = "(?<x>\(parts[0]))(?<y>\(parts[1]))(?<z>\(parts[2]))"
      let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in
        ["a", "b"].randomElement(using: &random) ?? ""
      }.joined()
      let other = try NSRegularExpression(pattern: "^(?:\(pattern))$")
        .firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count))
      let expected = other.map { match in
        ["x", "y", "z"].map { Range(match.range(withName: $0), in: text).map { String(text[$0]) } }
      }
      #expect(try TextPattern(pattern).groups(ofWhole: text) == expected, "\(pattern) in \"\(text)\"")
    }
  }
}
