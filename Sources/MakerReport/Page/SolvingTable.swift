import Maker
import MakerJournal

/// Problems in rows and ways of solving them in columns, of the runs of a bench, as the template asks for it.
struct SolvingTable {
  struct Way { let wayHead: String }
  struct Row {
    let setName: String
    let setCells: [Cell]
  }
  struct Cell {
    let cellWay: String
    let cellLines: [CellLine]
  }
  struct CellLine { let cellLine: String }

  let wayHeads: [Way]
  let setRows: [Row]

  /// The table of some runs; nil where fewer than two solved sets of problems.
  init?(_ runs: [RunSurvey]) {
    let entries = Self.entries(runs)
    guard entries.count > 1 else { return nil }
    let ways = Self.inOrder(entries.map(\.way))
    wayHeads = ways.map(Way.init)
    setRows = Self.inOrder(entries.map(\.set)).map { set in
      let cells = ways.map { way in
        let run = entries.first { $0.set == set && $0.way == way }?.run
        return Cell(cellWay: way, cellLines: run.map(Self.lines) ?? [])
      }
      return Row(setName: set, setCells: cells)
    }
  }

  private typealias Entry = (set: String, way: String, run: RunSurvey)

  /// The runs with the names of their row and column. A column says no more than it takes to tell its runs from others.
  private static func entries(_ runs: [RunSurvey]) -> [Entry] {
    let solved = runs.compactMap { run in run.solving.flatMap { $0.isOfSet ? (run, $0) : nil } }
    let names: [(RunSurvey, SolvingReading) -> String] = [
      { $1.way }, { "\($1.way), k = \($0.k ?? 0)" }, { "\($1.way), \($0.description.model)" },
      { "\($1.way), \($0.description.model), k = \($0.k ?? 0)" }, { run, _ in run.name },
    ]
    var entries: [Entry] = []
    for name in names {
      entries = solved.map { (set: $0.1.problems, way: name($0.0, $0.1), run: $0.0) }
      if Set(entries.map { [$0.set, $0.way] }).count == entries.count { break }
    }
    return entries
  }

  private static func inOrder(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private static func lines(_ run: RunSurvey) -> [CellLine] {
    guard let right = run.solving?.outcome.right, let rate = right.value else {
      return [CellLine(cellLine: "none was tried yet")]
    }
    let interval = "\(NumberText.fixed(100 * right.lower, 1)) to \(NumberText.fixed(100 * right.upper, 1)) %"
    return [
      "\(NumberText.fixed(100 * rate, 1)) % (\(interval))",
      "\(NumberText.count(right.hits)) of \(NumberText.count(right.trials)) solved",
      "\(NumberText.fixed(Double(run.samples) / Double(right.trials), 1)) samples a problem",
      run.costUSD.map(NumberText.dollars) ?? "cost unknown",
      NumberText.time(run.wallSeconds),
    ].map(CellLine.init)
  }
}
