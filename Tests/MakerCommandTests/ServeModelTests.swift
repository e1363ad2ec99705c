import Foundation
import Maker
import MakerServer
import MicroModel
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("serve-model serves the embedded model over HTTP", .serialized)
struct ServeModelTests {
  private static let prompt = "current_state = [[3, 2, 1], [], []]\nprevious_move = [0, 0, 0]\n"

  /// Starts a server on a free port; returns once its file tells the port.
  private func served(_ place: Workplace, _ arguments: String...) async throws -> (MakerProcess, Int) {
    let process = try place.start(
      ["serve-model", "--port", "0", "--port-file", "port.txt", "--json"] + arguments)
    try await eventually { place.exists("port.txt") || !process.isRunning }
    try #require(process.isRunning, "\(process.errorsSoFar)")
    let text = String(decoding: try place.bytes("port.txt"), as: UTF8.self)
    return (process, try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines))))
  }

  private func body(_ prompt: String, _ more: String = "") throws -> String {
    let content = String(decoding: try JSONEncoder().encode(prompt), as: UTF8.self)
    return #"{"model":"hanoi","messages":[{"role":"user","content":\#(content)}]\#(more)}"#
  }

  @Test("a seeded request gets what the embedded model says by itself, and every choice its own seed")
  func sameAsDirect() async throws {
    let place = try Workplace()
    let (process, port) = try await served(place)
    let reply = try await post(try body(Self.prompt, #","temperature":8,"seed":5,"n":3"#), to: port)
    #expect(reply.status == 200, "\(reply.body)")
    let choices = try #require(try jsonObject(reply.body)["choices"] as? [[String: Any]])
    let texts = choices.map { ($0["message"] as? [String: Any])?["content"] as? String }
    let options = (0..<3).map {
      GenerationOptions(samplingMode: .random(seed: GenerationRequest.seed(of: $0, from: 5)), temperature: 8)
    }
    let model = EmbeddedLanguageModel(try MicroModel.embedded("embedded/hanoi"))
    let direct = try await model.respond(to: Prompt(Self.prompt), options: options)
    #expect(texts == direct.map(\.content))
    #expect(Set(texts).count > 1, "at this temperature they differ")

    let unknown = try await post(try body("Hello"), to: port)
    #expect(unknown.status == 400 && unknown.body.contains("unsupported_prompt"))
    process.send(SIGTERM)
    let outcome = try await process.outcome()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.outputLines.count == 1)
    #expect(try outcome.object["model"] as? String == "embedded/hanoi")
    #expect(try outcome.object["url"] as? String == "http://127.0.0.1:\(port)/v1")
  }

  @Test("the model that multiplies is served under its name, with and without what it is embedded as")
  func multiply() async throws {
    let place = try Workplace()
    let (process, port) = try await served(place, "--model", "embedded/multiply")
    for name in ["multiply", "embedded/multiply"] {
      let content = "solve 184192+4005="
      let request =
        #"{"model":"\#(name)","messages":[{"role":"user","content":"\#(content)"}],"temperature":0}"#
      let reply = try await post(request, to: port)
      #expect(reply.status == 200 && reply.body.contains("=188197."), "\(reply.body)")
    }
    process.send(SIGTERM)
    let outcome = try await process.outcome()
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try outcome.object["model"] as? String == "embedded/multiply")
  }

  @Test("a request in flight is answered before it ends", arguments: [SIGINT, SIGTERM])
  func drains(signal: Int32) async throws {
    let place = try Workplace()
    let (process, port) = try await served(place, "--latency", "fixed:2s")
    let request = try body(Self.prompt)
    let reply = try await post(request, to: port) {
      // The request is to be in flight, not on its way: two seconds are left for that.
      try await Task.sleep(for: .milliseconds(300))
      process.send(signal)
    }
    #expect(reply.status == 200)
    #expect(try await process.outcome().code == 0)
  }

  @Test(
    "what was asked wrongly is refused with one sentence",
    arguments: [
      (["--fault", "429:2"], "429:2"), (["--fault", "500:0.7", "--fault", "stall:0.7"], "1.4"),
      (["--latency", "gauss:1s"], "gauss:1s"), (["--port", "65536"], "0 to 65535"),
      (["--retry-after", "-1"], "--retry-after"), (["--host", "0.0.0.0"], "MAKER_SERVE_KEY"),
      (["--model", "embedded/other"], "there are embedded/hanoi and embedded/multiply"),
      (["--key-file", "nowhere"], "nowhere"),
    ])
  func refusals(arguments: [String], word: String) async throws {
    let place = try Workplace()
    expectRefusal(try await place.maker(["serve-model"] + arguments), 64, saying: word)
  }

  @Test("a port that is in use is named, with the remedy")
  func portInUse() async throws {
    let place = try Workplace()
    let (process, port) = try await served(place)
    expectRefusal(
      try await place.maker("serve-model", "--port", "\(port)"), 1, saying: "port \(port)", "0 for any")
    process.send(SIGTERM)
    #expect(try await process.outcome().code == 0)
  }

  @Test("a key comes from a file, and neither the arguments nor a message hold it")
  func key() async throws {
    let place = try Workplace()
    try place.write(Data("sesame\n".utf8), to: "key.txt")
    let (process, port) = try await served(place, "--key-file", "key.txt", "--verbose")
    let request = try body(Self.prompt)
    #expect(try await post(request, to: port).status == 401)
    #expect(try await post(request, to: port, fields: ["authorization: Bearer sesame"]).status == 200)
    process.send(SIGTERM)
    let outcome = try await process.outcome()
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("POST /v1/chat/completions 401"))
    #expect(!outcome.errors.contains("sesame") && !outcome.output.contains("sesame"))
  }
}

/// Posts a chat over a connection of its own, calls `sent`, and reads until the connection ends.
private func post(
  _ body: String, to port: Int, fields: [String] = [], sent: () async throws -> Void = {}
) async throws -> (status: Int, body: String) {
  #if canImport(Darwin)
    let stream = SOCK_STREAM
  #elseif canImport(Musl)
    let stream = Int32(SOCK_STREAM)
  #else
    let stream = Int32(SOCK_STREAM.rawValue)
  #endif
  let descriptor = socket(AF_INET, stream, 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = in_port_t(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  let length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let connected = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
  }
  try #require(connected == 0)
  let head = [
    "POST /v1/chat/completions HTTP/1.1", "host: localhost", "connection: close",
    "content-length: \(body.utf8.count)",
  ]
  let request = Array(((head + fields + ["", body]).joined(separator: "\r\n")).utf8)
  try #require(write(descriptor, request, request.count) == request.count)
  try await sent()
  _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  var bytes: [UInt8] = []
  try await eventually {
    var part = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &part, part.count)
    if count > 0 { bytes += part[..<count] }
    return count == 0 || (count < 0 && errno != EAGAIN)
  }
  let text = String(decoding: bytes, as: UTF8.self)
  let end = try #require(text.range(of: "\r\n\r\n"), "\(text)")
  let status = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  return (status, String(text[end.upperBound...]))
}
