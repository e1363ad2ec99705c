import Maker
import MakerTasks
import MicroModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The main job and the tool around it, as processes measured by the system.
func mainJobBenchmarks(tool: String) -> [Benchmark] {
  [
    Benchmark(name: "start-up", target: "50 ms") {
      let times = (0..<21).compactMap { _ in ChildProcess([tool, "--version"])?.wallSeconds }.sorted()
      return Figure.rounded(times[times.count / 2] * 1e3, 1) + " ms (median of 21)"
    },
    Benchmark(name: "embedded-model", target: "") {
      let model = EmbeddedLanguageModel(try MicroModel.embedded("embedded/hanoi"))
      let rules = VotingRules(k: 4, temperatures: .uniform(EmbeddedLanguageModel.defaultTemperature))
      let task = try TowersOfHanoi(disks: 20)
      let steps = 20_000
      let time = try await ContinuousClock().measure {
        let decider = LocalDecider(model: model, rules: rules)
        for step in stride(from: 0, to: task.stepCount, by: task.stepCount / steps).prefix(steps) {
          _ = try await decider.decide(
            Step(
              index: step, prompt: task.prompt(for: task.state(before: step)),
              answer: { reply throws(Flagged) in try task.answer(in: reply) }))
        }
      }
      return Figure.perSecond(steps, time) + " (20 disks, k = 4, steps spread over the path)"
    },
    job(tool: tool, disks: 16, name: "run-16", target: "100 MB"),
    job(tool: tool, disks: 20, name: "run-20", target: "156 s, 100 MB, file 100 MB, verify 10 s"),
  ]
}

private func job(tool: String, disks: Int, name: String, target: String) -> Benchmark {
  Benchmark(name: name, target: target) {
    let folder = try TemporaryFolder()
    let file = folder.path + "/bench.run"
    guard let run = ChildProcess([tool, "run", "hanoi", "--disks", "\(disks)", "--run", file]),
      run.exitCode == 0
    else { return "the run failed" }
    let bytes = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    guard let verify = ChildProcess([tool, "verify", file]), verify.exitCode == 0 else {
      return "the verification failed"
    }
    let steps = (1 << disks) - 1
    return [
      "\(Figure.rounded(run.wallSeconds, 1)) s with verification",
      "\(Figure.grouped(Int(Double(steps) / run.wallSeconds))) steps/s",
      "peak \(Figure.rounded(run.peakMegabytes, 1)) MB", "CPU \(Figure.rounded(run.cpuSeconds, 1)) s",
      "file \(Figure.rounded(Double(bytes) / 1e6, 1)) MB",
      "verify \(Figure.rounded(verify.wallSeconds, 2)) s",
    ].joined(separator: ", ")
  }
}
