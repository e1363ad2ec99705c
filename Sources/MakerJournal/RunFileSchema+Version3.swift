import GRDB

extension RunFileSchema {
  /// Where a run stood over time, its replies in outline, and changes of its lead. `checksum` covers every other column
  /// of a row; those of version 2 keep theirs.
  static func migrateToVersion3(_ db: Database) throws {
    try db.execute(
      sql: """
        PRAGMA user_version = 3;
        ALTER TABLE progress ADD COLUMN leads INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE progress ADD COLUMN evidence TEXT;
        CREATE TABLE mark (
          number INTEGER PRIMARY KEY,
          session INTEGER NOT NULL, time REAL NOT NULL, wall_seconds REAL NOT NULL, step INTEGER NOT NULL,
          tally TEXT NOT NULL, checksum INTEGER NOT NULL
        );
        CREATE TABLE sketch (
          id INTEGER PRIMARY KEY CHECK (id = 1), sketch TEXT NOT NULL, checksum INTEGER NOT NULL
        );
        CREATE TABLE lead (
          number INTEGER PRIMARY KEY,
          step INTEGER NOT NULL, k INTEGER NOT NULL, p REAL NOT NULL, checksum INTEGER NOT NULL
        );
        """)
  }
}
