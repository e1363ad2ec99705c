import AsyncHTTPClient
import Maker
import MakerProviders
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The load on an endpoint, in a process of its own so that its memory can be measured: `votes` through everything
/// a run has, or `bare` through an HTTP client and nothing else.
enum EndpointLoad: String {
  case votes, bare

  /// How many requests are out at a time, in both.
  static let concurrency = 24
  private static let k = 3

  /// Asks so many times.
  ///
  /// - Parameters:
  ///   - count: The votes, or the requests.
  ///   - url: The address of the endpoint, ending in the version.
  /// - Throws: What the client throws.
  func run(_ count: Int, at url: String) async throws {
    switch self {
    case .votes: try await Self.vote(count, at: url)
    case .bare: try await Self.ask(count, at: url)
    }
  }

  /// Chains side by side, each of which has `k` samples out.
  private static func vote(_ count: Int, at url: String) async throws {
    var profile = EndpointProfile.custom
    profile.baseURL = url
    let endpoints = Endpoints()
    var options = EndpointOptions()
    options.maximumConnections = concurrency
    let model = try EndpointLanguageModel.make(
      "instant", of: profile, key: nil, options: options, endpoints: endpoints)
    let chains = concurrency / k
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<chains {
        group.addTask {
          let task = Counting(stepCount: max(1, count / chains / k))
          do throws(RunError) {
            try await Run(task, model: model, rules: VotingRules(k: k)).finish()
          } catch {
            print("\(error)")
            exit(1)
          }
        }
      }
    }
    await endpoints.shutdown()
  }

  /// The same requests in a loop: the most that the server and the client library give.
  private static func ask(_ count: Int, at url: String) async throws {
    let body = #"{"model":"instant","messages":[{"role":"user","content":"1"}],"temperature":0.1,"seed":1}"#
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<concurrency {
        group.addTask {
          for _ in 0..<max(1, count / concurrency) {
            var request = HTTPClientRequest(url: url + "/chat/completions")
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            _ = try await response.body.collect(upTo: 1 << 20)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
