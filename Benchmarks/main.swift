import Maker

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

// The benchmarks, printed as a table: MakerBenchmarks [names]. Without names, all of them. The tool is the one
// that was built beside this program.

let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
let benchmarks =
  engineBenchmarks + honestyBenchmarks + mainJobBenchmarks(tool: folder + "/maker")
  + endpointBenchmarks(program: folder + "/MakerBenchmarks")
let wanted = CommandLine.arguments.dropFirst()
let known = Set(benchmarks.map(\.name))

// MakerBenchmarks load votes|bare COUNT URL: what the endpoint benchmarks start.
if wanted.first == "load", wanted.count == 4, let load = EndpointLoad(rawValue: CommandLine.arguments[2]),
  let count = Int(CommandLine.arguments[3])
{
  try await load.run(count, at: CommandLine.arguments[4])
  exit(0)
}

if let unknown = wanted.first(where: { !known.contains($0) }) {
  print("There is no benchmark \(unknown); there are \(benchmarks.map(\.name).joined(separator: ", ")).")
  exit(64)
}

let width = benchmarks.map(\.name.count).max() ?? 0
for benchmark in benchmarks where wanted.isEmpty || wanted.contains(benchmark.name) {
  let figure = try await benchmark.measure()
  let name = benchmark.name + String(repeating: " ", count: width - benchmark.name.count)
  print("\(name)  \(figure)" + (benchmark.target.isEmpty ? "" : "  [wanted: \(benchmark.target)]"))
}
