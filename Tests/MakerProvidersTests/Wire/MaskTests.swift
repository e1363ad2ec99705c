import MakerProviders
import Testing

@Suite("Masking keys")
struct MaskTests {
  private let key = "Zq7TrmvKbX2LwPdN9sYc"
  private var mask: Mask { Mask([Secret(key)]) }

  @Test("a known key is covered wherever it stands")
  func whole() {
    #expect(mask("the key \(key) is wrong") == "the key *** is wrong")
    #expect(mask(key) == "***")
    #expect(mask("\(key)\(key)") == "***")
    #expect(mask("<\(key)>/<\(key)>") == "<***>/<***>")
  }

  @Test("every piece of eight or more of a known key is covered")
  func pieces() {
    for length in 8...key.count {
      for start in 0...key.count - length {
        let piece = key.dropFirst(start).prefix(length)
        #expect(mask("got '\(piece)'.") == "got '***'.", "\(piece)")
      }
    }
  }

  @Test("pieces too short to tell, and texts that hold none, are left as they are")
  func innocent() {
    let text = "Zq7Trmv is not a piece of eight; a risk-free task-list for disk-usage and ask-me"
    #expect(mask(text) == text)
    #expect(mask("") == "")
    #expect(Mask()("nothing to hide: Grüße 🙂") == "nothing to hide: Grüße 🙂")
  }

  @Test("a short key is covered as a whole")
  func shortKey() {
    #expect(Mask([Secret("abc")])("the key abc.") == "the key ***.")
    #expect(Mask([Secret("")])("the key") == "the key")
  }

  @Test(
    "what looks like a key is covered without being known",
    arguments: [
      (
        "Incorrect API key provided: sk-proj-****************abcd. See",
        "Incorrect API key provided: ***. See"
      ),
      ("key sk-ant-api03-AbC_d-12", "key ***"), ("(gsk_0123456789abcdef)", "(***)"),
      ("xai-0123456789", "***"),
      ("hf_AbCdEfGh", "***"), ("AIzaSyA1234567", "***"), ("SK-OR-V1-ABCDEF", "***"),
      ("Authorization: Bearer abc.def.ghi", "Authorization: Bearer ***"), ("bearer  tok_123", "bearer  ***"),
      ("x-api-key: hunter2", "x-api-key: ***"),
      (#"{"api_key":"hunter2","n":1}"#, #"{"api_key":"***","n":1}"#),
      ("?apikey=hunter2", "?apikey=***"), ("authorization: Basic dXNlcjpw", "authorization: ***"),
    ])
  func shapes(text: String, masked: String) {
    #expect(Mask()(text) == masked)
  }

  @Test("a mask, and what holds one, do not print the key")
  func description() {
    for secret in [key, "abc"] {
      let mask = Mask([Secret(secret)])
      var dumped = ""
      dump(WireOptions(mask: mask), to: &dumped)
      dump(OpenAIWire(profile: .openai, model: "m", options: WireOptions(mask: mask)), to: &dumped)
      #expect(!dumped.contains("97") && !dumped.contains(secret), "\(dumped)")
      #expect("\(mask)" == "<mask>" && String(reflecting: mask) == "<mask>")
    }
  }

  @Test("no piece of a key is left in a text made of pieces and other things")
  func property() {
    var generator = DamageGenerator(seed: 7)
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<6 {
        let start = Int.random(in: 0..<key.count, using: &generator)
        text += key.dropFirst(start).prefix(Int.random(in: 1...20, using: &generator))
        text += [" ", "x", "🙂", "\"", ""].randomElement(using: &generator) ?? ""
      }
      let masked = mask(text)
      for start in 0...key.count - 8 {
        #expect(!masked.contains(key.dropFirst(start).prefix(8)), "\(text) -> \(masked)")
      }
    }
  }
}

@Suite("What a provider wrote, fit to be shown")
struct ProviderTextTests {
  private func shown(_ text: String) -> String { ProviderText.shown(text, mask: Mask()) }

  @Test("it is on one line, without control characters")
  func oneLine() {
    #expect(shown("a\n\n b\t\tc\r\n") == "a b c")
    #expect(shown("red \u{1B}[31mtext\u{7}\u{0}") == "red [31mtext")
    #expect(shown("right\u{202E}left\u{200B}zero\u{FEFF}") == "rightleftzero")
    #expect(shown(" \n ") == "")
  }

  @Test("it is cut to about 500 characters")
  func cut() {
    #expect(shown(String(repeating: "é", count: 500)).count == 500)
    #expect(shown(String(repeating: "é", count: 501)) == String(repeating: "é", count: 500) + "...")
    #expect(shown(String(repeating: "x ", count: 1_000_000)).count == 503)
  }

  @Test("a key is masked before the text is cut, and although control characters are in it")
  func keys() {
    let mask = Mask([Secret("Zq7TrmvKbX2LwPdN9sYc")])
    let text = String(repeating: "x", count: 490) + " Zq7TrmvKbX2LwPdN9sYc"
    #expect(ProviderText.shown(text, mask: mask).hasSuffix("x ***"))
    #expect(ProviderText.shown("Zq7Trmv\u{0}KbX2Lw\u{200B}PdN9sYc", mask: mask) == "***")
  }

  @Test("of a web page its title is shown")
  func page() {
    func shown(_ page: String) -> String { ProviderText.shown(Array(page.utf8), mask: Mask()) }
    #expect(shown("<html><head><title>502 Bad\nGateway</title>") == "a web page titled '502 Bad Gateway'")
    #expect(shown("\n <!DOCTYPE html><p>") == "a web page")
    #expect(shown("<title>never ends") == "a web page")
    #expect(shown("plain text") == "plain text")
  }

  @Test(
    "an address is shown without names, passwords and queries",
    arguments: [
      ("https://user:pass@host.example/v1?key=1#x", "https://host.example/v1"),
      ("https://host.example/a@b", "https://host.example/a@b"),
      ("http://localhost:8080/v1", "http://localhost:8080/v1"),
      ("/relative?x", "/relative"), ("", ""),
    ])
  func addresses(url: String, shown: String) {
    #expect(ProviderText.address(url) == shown)
  }
}
