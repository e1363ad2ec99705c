import GRDB
import GRDBSQLite
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
#else
  import Darwin
#endif

/// Connections to run files.
enum RunFileConnection {
  /// Makes a whole run file of one run at `path`, or nothing: it is built beside it and put there at the end.
  static func create(_ path: String, _ description: RunDescription) throws {
    let draft = draft(of: path, process: "\(getpid())")
    unlink(draft)
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) } }
    var configuration = configuration(synchronous: .off)
    // Nobody reads the draft, so it needs no rollback journal.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY") }
    let database = try DatabaseQueue(path: draft, configuration: configuration)
    try RunFileSchema.migrator.migrate(database)
    try database.inTransaction { db in
      try RunRow(description: description).write(db)
      try ProgressRow().write(db)
      return .commit
    }
    // Changing the mode writes the header, and with `synchronous = FULL` that puts the whole file on disk.
    try database.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL") }
    try database.close()
    try place(draft, at: path)
    // Its bytes are on disk; now its name is too.
    unlink(draft)
    try FolderSync.run(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Where a process builds the run file of `path`.
  static func draft(of path: String, process: String) -> String { "\(path).creating-\(process)" }

  /// Opens a run file to go on with its run.
  static func writing(_ path: String, synchronous: JournalOptions.Synchronous) throws -> DatabaseQueue {
    let database = try DatabaseQueue(path: path, configuration: configuration(synchronous: synchronous))
    try database.inDatabase { db in
      try checkVersion(db, path)
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw DatabaseError(resultCode: .SQLITE_READONLY)
      }
      // Some systems keep the write-ahead log when the file is closed; a closed run is one plain file.
      var keeps: Int32 = 0
      sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &keeps)
    }
    try migrate(database)
    return database
  }

  /// Brings the tables of an earlier version to this one.
  private static func migrate(_ database: DatabaseQueue) throws {
    guard try database.inDatabase({ try !RunFileSchema.migrator.hasCompletedMigrations($0) }) else { return }
    try RunFileSchema.migrator.migrate(database)
  }

  /// Brings a copy of a run file to this version, for reading it.
  static func migrateCopy(_ path: String) throws {
    let database = try DatabaseQueue(path: path, configuration: configuration(synchronous: .off))
    try database.inDatabase { try checkVersion($0, path) }
    try migrate(database)
    try database.close()
  }

  /// Opens a run file to read it; nil when its tables are of an earlier version.
  static func reading(_ path: String, readonly: Bool) throws -> DatabaseQueue? {
    var configuration = configuration(synchronous: .full)
    configuration.readonly = readonly
    let database = try DatabaseQueue(path: path, configuration: configuration)
    let isCurrent = try database.inDatabase { db in
      try db.execute(sql: "PRAGMA query_only = 1")
      try checkVersion(db, path)
      return try RunFileSchema.migrator.hasCompletedMigrations(db)
    }
    return isCurrent ? database : nil
  }

  private static func checkVersion(_ db: Database, _ path: String) throws {
    if try RunFileSchema.migrator.hasBeenSuperseded(db) { throw RunFileHeader.newer(path) }
    // Migrating would make a run file out of whatever this is.
    if try RunFileSchema.migrator.appliedMigrations(db).isEmpty { throw DamagedRow("its tables are gone") }
  }

  private static func configuration(synchronous: JournalOptions.Synchronous) -> Configuration {
    var configuration = Configuration()
    configuration.label = "maker.run-file"
    configuration.foreignKeysEnabled = false
    // Another process may be tidying the log away after reading.
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      // fullfsync matters on macOS alone, where a plain fsync does not reach the platter.
      try db.execute(
        sql: """
          PRAGMA synchronous = \(synchronous.rawValue);
          PRAGMA fullfsync = 1;
          PRAGMA checkpoint_fullfsync = 1;
          PRAGMA temp_store = MEMORY;
          PRAGMA cell_size_check = 1;
          PRAGMA trusted_schema = 0;
          """)
    }
    return configuration
  }

  /// Gives the finished draft its name, unless something has that name already.
  private static func place(_ draft: String, at path: String) throws(JournalError) {
    // A link cannot replace anything. Where there are no links, the lock keeps other runs away from the name.
    if link(draft, path) == 0 { return }
    let reason = errno
    if reason != EEXIST, access(path, F_OK) != 0, rename(draft, path) == 0 { return }
    throw reason == EEXIST
      ? exists(path) : FileFailure.system(reason, "The run file \(path) cannot be made", .unwritable)
  }

  /// The sentence for a place that is taken.
  static func exists(_ path: String) -> JournalError {
    JournalError(
      .exists,
      "There is something at \(path) already. Resume it if it is the run you mean, or choose another name."
    )
  }
}
