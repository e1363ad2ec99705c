import GRDB
import GRDBSQLite

/// A cached statement, stepped by hand: binding and reading through GRDB's values would cost more than the
/// insert itself. Used on its database's queue only.
struct RawStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// The statement for `sql`, compiled once a connection.
  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    // A statement that an error left half way is ready again.
    sqlite3_reset(handle)
  }

  // MARK: Binding, from index 1

  func bind(_ index: Int32, _ number: Int) { sqlite3_bind_int64(handle, index, Int64(number)) }

  func bind(_ index: Int32, _ number: Double?) {
    if let number { sqlite3_bind_double(handle, index, number) } else { sqlite3_bind_null(handle, index) }
  }

  func bind(_ index: Int32, _ bytes: [UInt8]?) {
    guard let bytes else {
      sqlite3_bind_null(handle, index)
      return
    }
    // No bytes at all have no address, and a null address would bind NULL.
    guard !bytes.isEmpty else {
      sqlite3_bind_zeroblob(handle, index, 0)
      return
    }
    _ = bytes.withUnsafeBytes {
      sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.copied)
    }
  }

  func bind(_ index: Int32, _ text: String?) {
    guard let text else {
      sqlite3_bind_null(handle, index)
      return
    }
    // With its length, so that a NUL character in a reply does not end it.
    let count = UInt64(text.utf8.count)
    _ = text.withCString { sqlite3_bind_text64(handle, index, $0, count, Self.copied, UInt8(SQLITE_UTF8)) }
  }

  // MARK: Running

  /// Runs a statement without rows and makes it ready to run again.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
  }

  /// Runs a statement with `bytes` bound at `index` for just this once, which saves copying them.
  func run(_ index: Int32, lending bytes: [UInt8]) throws {
    guard !bytes.isEmpty else {
      bind(index, bytes)
      return try run()
    }
    let code = bytes.withUnsafeBytes { lent in
      sqlite3_bind_blob64(handle, index, lent.baseAddress, UInt64(lent.count), nil)
      let code = sqlite3_step(handle)
      sqlite3_reset(handle)
      sqlite3_bind_null(handle, index)
      return code
    }
    guard code == SQLITE_DONE else { throw failure(code) }
  }

  /// Goes to the next row; false, and ready to run again, when there is none.
  func next() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  /// Makes the statement ready to run again before its last row, which ends its hold on the database.
  func reset() { sqlite3_reset(handle) }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: sqlite3_db_handle(handle).map { String(cString: sqlite3_errmsg($0)) })
  }

  // MARK: Reading, from column 0

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

  func double(_ column: Int32) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(handle, column)
  }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
