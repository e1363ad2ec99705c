import GRDBSQLite

/// Plain SQLite, for making and mistreating files behind the journal's back.
enum SQL {
  struct Failure: Error {
    let message: String
  }

  /// Runs statements on the database at `path`, which is made when it is not there.
  static func execute(_ sql: String, at path: String) throws {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open(path, &connection) == SQLITE_OK,
      sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK
    else {
      throw Failure(message: String(cString: sqlite3_errmsg(connection)))
    }
  }
}
