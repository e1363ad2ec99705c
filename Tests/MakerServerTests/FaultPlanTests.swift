import Maker
import MakerServer
import Testing

@Suite("A plan of faults is a pure function of its seed")
struct FaultPlanTests {
  private func faults(_ plan: FaultPlan, _ count: Int) -> [Fault?] {
    (0..<count).map { plan.injection(at: $0).fault }
  }

  @Test("the same seed brings the same faults and waits, another seed others")
  func seeds() throws {
    let make = { try FaultPlan(faults: ["429:0.3", "reset:0.2"], latency: "lognormal:400ms,0.8", seed: $0) }
    let all = { (plan: FaultPlan) in (0..<500).map { plan.injection(at: $0) } }
    #expect(all(try make(7)) == all(try make(7)))
    #expect(all(try make(7)) != all(try make(8)))
  }

  @Test("every kind happens as often as it is asked for", arguments: Fault.allCases)
  func rates(fault: Fault) throws {
    let plan = try FaultPlan(faults: ["\(fault.rawValue):0.25"], seed: 3)
    let count = faults(plan, 20_000).filter { $0 == fault }.count
    // Five standard deviations of a binomial distribution.
    #expect(abs(count - 5000) < 306)
  }

  @Test("several kinds share the requests")
  func shares() throws {
    let plan = try FaultPlan(faults: ["500:0.5", "stall:0.25", "empty:0.25"])
    let drawn = faults(plan, 4000)
    #expect(!drawn.contains(nil))
    for (fault, share) in [(Fault.internalError, 2000), (.stall, 1000), (.empty, 1000)] {
      #expect(abs(drawn.filter { $0 == fault }.count - share) < 160)
    }
  }

  @Test("a latency leaves the faults as they are")
  func independence() throws {
    let plan = try FaultPlan(faults: ["429:0.5"], seed: 1)
    let slower = try FaultPlan(faults: ["429:0.5"], latency: "uniform:1s,2s", seed: 1)
    #expect(faults(plan, 200) == faults(slower, 200))
  }

  @Test("rates of 0 and 1 are never and always, and ten times 0.1 is all")
  func extremes() throws {
    #expect(faults(try FaultPlan(faults: ["502:1"]), 100).allSatisfy { $0 == .badGateway })
    #expect(faults(try FaultPlan(faults: ["502:0"]), 100).allSatisfy { $0 == nil })
    #expect(try FaultPlan(faults: Array(repeating: "500:0.1", count: 10)).shares.count == 10)
    #expect(FaultPlan.none.isEmpty && FaultPlan.none.injection(at: 5).fault == nil)
    #expect(FaultPlan.none.injection(at: 5).delay == .zero)
  }

  @Test(
    "latencies keep to their form",
    arguments: [
      ("fixed:200ms", 200...200), ("fixed:1.5s", 1500...1500), ("fixed:0ms", 0...0),
      ("fixed:1h", 3_600_000...3_600_000),
      ("uniform:100ms,300ms", 100...300), ("uniform:1s,1s", 1000...1000), ("fixed:2m", 120_000...120_000),
    ] as [(String, ClosedRange<Int>)])
  func latencies(form: String, range: ClosedRange<Int>) throws {
    let plan = try FaultPlan(faults: [], latency: form)
    let bounds = Duration.milliseconds(range.lowerBound) ... .milliseconds(range.upperBound)
    for index in 0..<200 { #expect(bounds.contains(plan.injection(at: index).delay)) }
  }

  @Test("a lognormal latency has its median and its spread, and no end of the world")
  func lognormal() throws {
    let waits = { (form: String) in
      let plan = try FaultPlan(faults: [], latency: form, seed: 2)
      return (0..<4000).map { plan.injection(at: $0).delay }.sorted()
    }
    let sorted = try waits("lognormal:400ms,0.8")
    #expect((Duration.milliseconds(370) ... .milliseconds(430)).contains(sorted[2000]))
    // One standard deviation above the median, where 84 % are below: 400 ms times e to the 0.8.
    #expect((Duration.milliseconds(820) ... .milliseconds(960)).contains(sorted[3365]))
    #expect(try waits("lognormal:400ms,0").allSatisfy { $0 == .milliseconds(400) })
    #expect(try #require(waits("lognormal:1h,10").last) == .seconds(3600))
  }

  @Test(
    "a fault that cannot be read is named, with the kinds there are",
    arguments: [
      "429", "429:", ":0.1", "429:2", "429:-0.1", "429:nan", "teapot:0.1", "429:5%", "", "429:0.1:0.2",
      "RESET:0.1",
    ])
  func unreadableFault(text: String) throws {
    let error = #expect(throws: FaultPlanError.self) { try FaultPlan(faults: ["reset:0.1", text]) }
    let sentence = try #require(error?.description)
    #expect(sentence.contains(text.debugDescription) && sentence.contains("KIND:RATE"))
    for fault in Fault.allCases { #expect(sentence.contains(fault.rawValue)) }
  }

  @Test("rates that add up to more than 1 are refused")
  func sum() throws {
    let error = #expect(throws: FaultPlanError.self) { try FaultPlan(faults: ["429:0.6", "reset:0.5"]) }
    #expect(error?.description.contains("1.1") == true)
  }

  @Test(
    "a latency that cannot be read is named, with the forms there are",
    arguments: [
      "", "fixed", "fixed:", "fixed:200", "fixed:-1s", "fixed:1s,2s", "fixed:2h", "uniform:2s,1s",
      "uniform:1s",
      "lognormal:1s", "lognormal:1s,-1", "lognormal:1s,11", "lognormal:1s,nan", "gauss:1s,2", "fixed:1..5s",
      "fixed:infs", "fixed:1e3s",
    ])
  func unreadableLatency(text: String) throws {
    let error = #expect(throws: FaultPlanError.self) { try FaultPlan(faults: [], latency: text) }
    let sentence = try #require(error?.description)
    for part in [text.debugDescription, "fixed:TIME", "uniform:LEAST,MOST", "lognormal:MEDIAN,SIGMA"] {
      #expect(sentence.contains(part))
    }
  }
}
