import Maker
import MakerJournal
import MakerRecords

/// What became of the records of a map, as its run file tells.
struct MapReview: Sendable {
  /// The counts, and how decided answers compare with right ones.
  let figures: MapFigures
  /// Why records were rejected, the most frequent first; empty where the records were not read.
  let reasons: [(reason: String, count: Int)]
  /// How the two files compare with what they have to be; empty where they were not looked at.
  let files: [FileComparison]

  /// Reads the records and what is recorded of them.
  ///
  /// - Parameters:
  ///   - file: The run file.
  ///   - task: The records.
  ///   - files: What the map read and wrote.
  ///   - end: The step to end before.
  ///   - comparesFiles: Whether to look at what the map wrote.
  /// - Throws: A failure when something cannot be read.
  init(
    of file: RunFile, _ task: RecordTask, _ files: MapFiles, upTo end: Int, comparesFiles: Bool
  ) throws(CommandFailure) {
    let prices = RecordedSpending.prices(file.description)
    do {
      var review = try RecordReview(
        of: task, output: files.output, rejects: files.rejects,
        options: files.options,
        labels: files.labels.isEmpty ? nil : LabelCounts(files.labels, of: task.steps),
        comparesFiles: comparesFiles)
      if comparesFiles, files.showsCost {
        try file.forEachDecision(from: 0) { decision, samples in
          guard decision.step < end else { return }
          try review.append(RecordDecision(decision, costUSD: prices.costUSD(of: Ledger(of: samples))))
        }
      } else {
        try file.forEachDecision(to: end) { try review.append(RecordDecision($0, costUSD: nil)) }
      }
      self.files = review.finish()
      (figures, reasons) = (
        MapFigures(review.counts, review.labels, files, of: task.source.count), review.reasons
      )
    } catch let error as RecordFailure {
      throw CommandFailure(error)
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch let error as CommandFailure {
      throw error
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
  }

  /// Counts rows and rejects from the run file alone, where the records cannot be read or nobody needs them.
  ///
  /// - Throws: A failure when the run file is damaged.
  init(of file: RunFile, _ records: MapRecords, upTo end: Int) throws(CommandFailure) {
    var kinds: [String: Int] = [:]
    var rejects = 0
    do {
      try records.forEachReject(upTo: end) { _, reason in
        rejects += 1
        let kind = RejectReason.kind(of: reason)
        let isKnown = kinds[kind] != nil || kinds.count < RecordReview.maximumReasons
        kinds[isKnown ? kind : RecordReview.otherReasons, default: 0] += 1
      }
    } catch let error as JournalError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.data, "An answer of \(file.path) cannot be read: \(error).")
    }
    let counts = RecordOutput.Counts(rows: end / records.length - rejects, rejects: rejects)
    figures = MapFigures(counts, nil, records.files, of: records.inputCount)
    reasons = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      (reason: $0.key, count: $0.value)
    }
    files = []
  }

  /// What is wrong with the files, a sentence each with the remedy.
  ///
  /// - Parameter run: The run file as a person would type it.
  /// - Returns: The sentences; none where both files are as they have to be, or were not looked at.
  func problems(_ run: String) -> [String] {
    files.compactMap { file in
      let path = ShownPath.of(file.path)
      let again = "`maker resume \(run)`"
      return switch file.finding {
      case .same: nil
      case .missing: "\(path) is missing; \(again) writes it anew."
      case .unreadable(let why): why
      case .differs(let byte):
        "\(path) is not what this run wrote: it differs at byte \(byte). Move it away, then \(again) writes it anew."
      case .short(let bytes):
        "\(path) ends after byte \(bytes), before this run's last row; \(again) completes it."
      case .long(let bytes):
        "\(path) goes on after byte \(bytes), where this run's last row ends; \(again) cuts that off."
      }
    }
  }

  /// How the two files compare, for a person; nil where they were not looked at.
  var verdict: String? {
    guard !files.isEmpty else { return nil }
    return files.map { file in
      let name = "\(ShownPath.of(file.path))"
      return switch file.finding {
      case .same: "\(name) is what the run file says"
      case .missing: "\(name) is MISSING"
      case .unreadable: "\(name) CANNOT BE READ"
      case .differs(let byte): "\(name) DIFFERS at byte \(byte)"
      case .short(let bytes): "\(name) ENDS EARLY, after byte \(bytes)"
      case .long(let bytes): "\(name) GOES ON after byte \(bytes)"
      }
    }.joined(separator: "; ")
  }

  /// How the two files compare, for a program.
  var comparisons: [FileReport]? { files.isEmpty ? nil : files.map(FileReport.init) }
}
