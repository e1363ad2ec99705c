import Maker
import MakerProviders
import Testing

@Suite("Base URL")
struct BaseURLTests {
  @Test(
    "paths of calls are put below it, with or without a slash at its end",
    arguments: [
      ("https://api.openai.com/v1", "/chat/completions", "https://api.openai.com:443/v1/chat/completions"),
      ("https://api.openai.com/v1/", "/chat/completions", "https://api.openai.com:443/v1/chat/completions"),
      ("https://api.openai.com/v1///", "/files", "https://api.openai.com:443/v1/files"),
      ("http://localhost:8080", "/chat/completions", "http://localhost:8080/chat/completions"),
      ("http://localhost:8080/", "/batches?limit=2", "http://localhost:8080/batches?limit=2"),
      ("http://h/a/b/v1?api-version=3", "/x", "http://h:80/a/b/v1/x?api-version=3"),
      ("http://h/v1?api-version=3", "/x?limit=2", "http://h:80/v1/x?limit=2&api-version=3"),
      ("http://h/v1?", "/x", "http://h:80/v1/x"),
      ("HTTP://Example.COM/V1", "/x", "http://example.com:80/V1/x"),
      ("  http://h/v1\n", "/x", "http://h:80/v1/x"),
      ("http://[::1]:9000/v1", "/x", "http://[::1]:9000/v1/x"),
      ("https://[fe80::1]", "/x", "https://[fe80::1]:443/x"),
    ])
  func joining(_ text: String, _ path: String, _ url: String) throws {
    #expect(try BaseURL(text).url(of: path) == url)
  }

  @Test("the host field has the port only when it is not the usual one")
  func hostField() throws {
    #expect(try BaseURL("https://api.openai.com/v1").hostField == "api.openai.com")
    #expect(try BaseURL("http://localhost:8080/v1").hostField == "localhost:8080")
    #expect(try BaseURL("http://[::1]:8080/v1").hostField == "[::1]:8080")
    #expect(try BaseURL("http://[::1]:8080/v1").bareHost == "::1")
  }

  @Test(
    "what is no address is refused with the remedy",
    arguments: [
      ("localhost:8080/v1", "write http:// or https://"),
      ("api.openai.com/v1", "write http:// or https://"),
      ("", "write http:// or https://"),
      ("ftp://host/v1", "begin with http:// or https://"),
      ("file:///etc/passwd", "begin with http:// or https://"),
      ("http://", "host"),
      ("http:///v1", "host"),
      ("http://:8080/v1", "host"),
      ("http://ho st/v1", "blank"),
      ("http://host/v1#part", "#"),
      ("http://hö.st/v1", "character"),
      ("http://host:0/v1", "port"),
      ("http://host:65536/v1", "port"),
      ("http://host:+80/v1", "port"),
      ("http://host:http/v1", "port"),
      ("http://host:/v1", "port"),
      ("http://ho%73t/v1", "host"),
      ("http://[::1/v1", "host"),
      ("https://api.openai.com/v1/chat/completions", "leave out /chat/completions"),
      ("https://api.anthropic.com/v1/messages/", "leave out /messages"),
    ])
  func refused(_ text: String, _ remedy: String) {
    let error = #expect(throws: LanguageModelError.self) { try BaseURL(text) }
    #expect(error?.code == .invalidRequest)
    #expect(error?.message.contains(remedy) == true, "\(error?.message ?? "")")
  }

  @Test("nothing that may be a key is shown: no password, no query")
  func secrets() throws {
    for text in ["http://user:hunter2secret@host/v1", "hunter2secret@host", "ftp://host?key=hunter2secret"] {
      let error = #expect(throws: LanguageModelError.self) { try BaseURL(text) }
      #expect(error?.message.contains("hunter2secret") == false)
    }
    #expect(!"\(try BaseURL("http://host/v1?key=hunter2secret"))".contains("hunter2secret"))
  }

  @Test("this machine is known by its names")
  func loopback() throws {
    for host in ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"] {
      #expect(try BaseURL("http://\(host):1/v1").isLoopback)
    }
    #expect(try !BaseURL("http://10.0.0.1/v1").isLoopback)
  }
}
