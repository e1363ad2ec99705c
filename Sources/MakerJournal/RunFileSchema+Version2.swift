import GRDB
import Maker

extension RunFileSchema {
  /// Models, usage in full, rulings and batches. `checksum` covers every other column of a row.
  static func migrateToVersion2(_ db: Database) throws {
    let progress = try convertedProgress(db)
    try db.execute(sql: second)
    guard let progress else { return }
    let row = try RawStatement(db, "UPDATE progress SET tally = ?, checksum = ?")
    row.bind(1, progress.tally)
    row.bind(2, progress.checksum)
    try row.run()
  }

  /// Rows of version 1 keep their checksums: new columns enter them only where they are not the default.
  private static let second = """
    PRAGMA user_version = 2;
    ALTER TABLE sample ADD COLUMN model INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sample ADD COLUMN wording INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sample ADD COLUMN answered_by TEXT;
    ALTER TABLE sample ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sample ADD COLUMN cache_write_tokens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sample ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sample ADD COLUMN logprobs TEXT;
    ALTER TABLE sample ADD COLUMN tries TEXT;
    ALTER TABLE session ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE session ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE progress ADD COLUMN batches INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE ruling (
      step INTEGER PRIMARY KEY,
      by TEXT NOT NULL, reason TEXT NOT NULL, time REAL NOT NULL, checksum INTEGER NOT NULL
    );
    CREATE TABLE batch (
      number INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE, id TEXT, model INTEGER NOT NULL, first_step INTEGER NOT NULL,
      requests INTEGER NOT NULL, time REAL NOT NULL, is_settled INTEGER NOT NULL, checksum INTEGER NOT NULL
    );
    """

  /// The tally of version 1 with its tokens in a ledger, and the checksum of its row.
  ///
  /// Nil when there is none, or when it is damaged: it stays as it is then, is refused where it is read, and the
  /// rest of the file can still be used.
  private static func convertedProgress(_ db: Database) throws -> (tally: String, checksum: Int)? {
    let row = try RawStatement(db, "SELECT step, state, tally, open_samples, checksum FROM progress")
    guard try row.next() else { return nil }
    defer { row.reset() }
    let (step, open, text) = (row.int(0), row.int(3), row.text(2) ?? "")
    let state = row.isNull(1) ? nil : row.bytes(1)
    guard ProgressRow.checksum(step, state, text, open, batches: 0) == row.int(4),
      let tally = try? JSONColumn.read(text, as: TallyOfVersion1.self).converted
    else { return nil }
    let converted = try JSONColumn.of(tally)
    return (converted, ProgressRow.checksum(step, state, converted, open, batches: 0))
  }
}

/// The counts as version 1 wrote them: one model, and tokens read and written.
private struct TallyOfVersion1: Decodable {
  var decided, votes, samples, outvoted, contested, longestBallot, inputTokens, outputTokens: Int
  var flags: [FlagKind: Int]

  var converted: Tally {
    get throws {
      var tally = Tally()
      (tally.decided, tally.votes, tally.samples) = (decided, votes, samples)
      (tally.outvoted, tally.contested, tally.longestBallot) = (outvoted, contested, longestBallot)
      tally.flags = flags
      var account = Ledger.Account()
      account.samples = samples
      account.usage = Usage(inputTokens: inputTokens, outputTokens: outputTokens)
      tally.ledger = try JSONColumn.read(
        JSONColumn.of(LedgerForm(unnamed: account, named: [:])), as: Ledger.self)
      return tally
    }
  }

  /// A ledger as it is recorded: there is no other way to give it an account of many samples.
  private struct LedgerForm: Encodable {
    let unnamed: Ledger.Account
    let named: [String: Ledger.Account]
  }

  private enum CodingKeys: String, CodingKey {
    case decided, votes, samples, outvoted, contested, flags
    case longestBallot = "longest_ballot"
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
  }
}
