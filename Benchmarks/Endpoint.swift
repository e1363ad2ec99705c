import Dispatch
import Maker
import MakerServer

/// Votes through a loopback endpoint, beside what a bare client gets from the same server in the same run.
func endpointBenchmarks(program: String) -> [Benchmark] {
  [
    Benchmark(name: "endpoint", target: "ratio 0.7") {
      try await served { url in
        // In turns, so that a machine that slows down slows both.
        var (votes, bare): ([Double], [Double]) = ([], [])
        for _ in 0..<3 {
          bare.append(try await rate(.bare, 30_000, program, url).perSecond)
          votes.append(try await rate(.votes, 30_000, program, url).perSecond)
        }
        let (vote, ask) = (votes.sorted()[1], bare.sorted()[1])
        return "\(Figure.grouped(Int(vote))) votes/s, bare client \(Figure.grouped(Int(ask))) requests/s, "
          + "ratio \(Figure.rounded(vote / ask, 2)) (\(EndpointLoad.concurrency) at a time, medians of 3)"
      }
    },
    Benchmark(name: "endpoint-memory", target: "flat") {
      try await served { url in
        var figures: [String] = []
        for count in [1_000, 10_000, 100_000, 1_000_000] {
          let load = try await rate(.votes, count, program, url)
          figures.append("\(Figure.rounded(load.peakMegabytes, 1)) MB at \(Figure.grouped(count)) votes")
        }
        return "peak " + figures.joined(separator: ", ")
      }
    },
  ]
}

/// Serves a model that answers at once while `body` runs.
private func served(_ body: @escaping @Sendable (String) async throws -> String) async throws -> String {
  let server = ModelServer(InstantSingleModel(), ModelServer.Configuration(modelNames: ["instant"]))
  return try await server.serve { address in try await body(address.baseURL) }
}

/// What a load came to.
private func rate(
  _ load: EndpointLoad, _ count: Int, _ program: String, _ url: String
) async throws -> (perSecond: Double, peakMegabytes: Double) {
  let process = await withCheckedContinuation { continuation in
    // A thread of its own: waiting for a process blocks, and the server needs the others.
    DispatchQueue.global().async {
      continuation.resume(returning: ChildProcess([program, "load", load.rawValue, "\(count)", url]))
    }
  }
  guard let process, process.exitCode == 0 else { throw LoadFailure() }
  return (Double(count) / process.wallSeconds, process.peakMegabytes)
}

private struct LoadFailure: Error, CustomStringConvertible {
  let description = "the load could not be run"
}
