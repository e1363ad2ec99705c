import MakerSolve
import Testing

@Suite struct CompositionTests {
  @Test(arguments: [
    ("A+B", "12+3"), ("Add {1} and {2}.", "Add 12 and 3."), ("{2}-{1}", "3-12"),
    ("A pair: {1}, {2}", "A pair: 12, 3"), ("the sum of A and B", "the sum of 12 and 3"),
    ("ABBA: A, B", "ABBA: 12, 3"), ("{1}{2}{1}", "12312"),
  ])
  func `results are put in for what stands for them`(text: String, filled: String) throws {
    #expect(try #require(Composition(text)).filled("12", "3") == filled)
  }

  @Test(arguments: ["", "A", "A+A", "Add {1}.", "{1} and B", "a+b", "AB", "BA_A", "{3}{4}"])
  func `a text that does not use both results is none`(text: String) {
    #expect(Composition(text) == nil)
  }

  @Test func `a result that looks like a place for one is left as it is`() throws {
    #expect(try #require(Composition("{1};{2}")).filled("{2}", "A") == "{2};A")
  }
}
