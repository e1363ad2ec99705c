import GRDB

/// The tables of a run file, as named, ordered migrations. docs/run-file.md describes them.
enum RunFileSchema {
  /// `MAKR`: tells run files from other SQLite databases.
  static let applicationID: UInt32 = 0x4D41_4B52

  /// The version that this code writes; a file of a higher one is refused.
  static let version = 3

  /// Brings a file to ``version``.
  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: a run, its decisions, samples and ledger") { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(applicationID);
          PRAGMA user_version = 1;
          """)
      try db.execute(sql: first)
    }
    migrator.registerMigration("2: models, rulings and batches", migrate: migrateToVersion2)
    migrator.registerMigration("3: marks, the sketch and leads", migrate: migrateToVersion3)
    return migrator
  }()

  /// The tables of version 1. `checksum` covers every other column of a row.
  private static let first = """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      task TEXT NOT NULL, parameters TEXT NOT NULL, model TEXT NOT NULL, voting TEXT NOT NULL,
      steps INTEGER NOT NULL, created REAL NOT NULL, maker_version TEXT NOT NULL,
      configuration TEXT NOT NULL, identity TEXT, fingerprint TEXT, checksum INTEGER NOT NULL
    );
    CREATE TABLE decision (
      step INTEGER PRIMARY KEY,
      answer BLOB NOT NULL, votes INTEGER NOT NULL, samples INTEGER NOT NULL, checksum INTEGER NOT NULL
    );
    CREATE TABLE contest (
      step INTEGER PRIMARY KEY, launch_order TEXT, flags TEXT, checksum INTEGER NOT NULL
    );
    CREATE TABLE candidate (
      step INTEGER NOT NULL, number INTEGER NOT NULL, answer BLOB NOT NULL,
      PRIMARY KEY (step, number)
    ) WITHOUT ROWID;
    CREATE TABLE sample (
      step INTEGER NOT NULL, number INTEGER NOT NULL,
      slot INTEGER NOT NULL, attempt INTEGER NOT NULL, temperature REAL NOT NULL, seed INTEGER NOT NULL,
      reply TEXT NOT NULL, finish_reason TEXT NOT NULL, input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL, latency_ns INTEGER NOT NULL, flag TEXT, flag_reason TEXT,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (step, number)
    ) WITHOUT ROWID;
    CREATE TABLE progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      step INTEGER NOT NULL, state BLOB, tally TEXT NOT NULL, open_samples INTEGER NOT NULL,
      checksum INTEGER NOT NULL
    );
    CREATE TABLE session (
      number INTEGER PRIMARY KEY,
      started REAL NOT NULL, ended REAL NOT NULL, from_step INTEGER NOT NULL, to_step INTEGER NOT NULL,
      wall_seconds REAL NOT NULL, samples INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL, outcome TEXT NOT NULL, cost_usd REAL, checksum INTEGER NOT NULL
    );
    """
}
