import GRDBSQLite
import Maker

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The first bytes of a file, read before SQLite is let near it, so that nothing foreign is ever touched.
enum RunFileHeader {
  /// The path without symbolic links, once something is known to be there that can be a run file.
  ///
  /// - Throws: `missing`, `unreadable` (a folder, no permission), `corrupt` (empty, no run file), `newer`.
  static func inspect(_ path: String) throws(JournalError) -> String {
    let path = try resolved(path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(errno, path) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw JournalError(.unreadable, "\(path) is a folder, not a run file. Name the file in it.")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw JournalError(.unreadable, "\(path) is not a file. Name a run file.")
    }
    guard status.st_size > 0 else {
      throw JournalError(.corrupt, "\(path) is empty: there is no run in it. Remove it and start a new run.")
    }
    try check(try DatabaseBytes(path).read(100, at: 0), path)
    return path
  }

  /// The absolute path that the symbolic links of `path` lead to.
  static func resolved(_ path: String) throws(JournalError) -> String {
    guard let real = realpath(path, nil) else { throw failure(errno, path) }
    defer { free(real) }
    return String(cString: real)
  }

  private static func check(_ header: [UInt8], _ path: String) throws(JournalError) {
    guard header.starts(with: "SQLite format 3\u{0}".utf8) else {
      throw JournalError(.corrupt, "\(path) is not a run file, or its beginning is damaged. Name a run file.")
    }
    guard header.count == 100 else { throw FileFailure.damaged(path, "it ends within its header") }
    func number(at offset: Int) -> UInt32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard number(at: 68) == RunFileSchema.applicationID else {
      throw JournalError(
        .corrupt, "\(path) is an SQLite database of another program, not a run file. Name a run file.")
    }
    guard number(at: 60) <= UInt32(RunFileSchema.version) else { throw newer(path) }
  }

  /// The sentence for a file of a later version.
  static func newer(_ path: String) -> JournalError {
    JournalError(.newer, "\(path) was made by a newer version of maker. Update maker to use it.")
  }

  private static func failure(_ number: Int32, _ path: String) -> JournalError {
    switch number {
    case ENOENT, ENOTDIR:
      JournalError(.missing, "There is no run file at \(path). Check the path, or start a new run.")
    default:
      FileFailure.system(number, "The run file \(path) cannot be read", .unreadable)
    }
  }
}

/// The bytes of a database file, read through SQLite's own file layer.
///
/// A file descriptor of our own would not do: closing it drops the locks SQLite holds on the file in this process.
struct DatabaseBytes: ~Copyable {
  private let path: String
  private let name: sqlite3_filename?
  private let file: UnsafeMutablePointer<sqlite3_file>

  /// Opens the file at an absolute path for reading.
  init(_ path: String) throws(JournalError) {
    self.path = path
    guard let system = sqlite3_vfs_find(nil), let open = system.pointee.xOpen,
      let name = sqlite3_create_filename(path, "", "", 0, nil)
    else {
      throw JournalError(.unreadable, "The run file \(path) cannot be read: SQLite is not at hand.")
    }
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Int(system.pointee.szOsFile), alignment: MemoryLayout<Int>.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(system.pointee.szOsFile))
    let file = memory.assumingMemoryBound(to: sqlite3_file.self)
    let code = open(system, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nil)
    guard code == SQLITE_OK else {
      let reason = errno
      if file.pointee.pMethods != nil { _ = file.pointee.pMethods.pointee.xClose?(file) }
      memory.deallocate()
      sqlite3_free_filename(name)
      throw FileFailure.system(reason, "The run file \(path) cannot be read", .unreadable)
    }
    (self.name, self.file) = (name, file)
  }

  deinit {
    _ = file.pointee.pMethods?.pointee.xClose?(file)
    UnsafeMutableRawPointer(file).deallocate()
    sqlite3_free_filename(name)
  }

  /// Up to `count` bytes from `offset` on; fewer at the end of the file.
  func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
    var size: Int64 = 0
    _ = file.pointee.pMethods.pointee.xFileSize?(file, &size)
    let available = max(0, min(count, Int(size) - offset))
    var code = SQLITE_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: available) { buffer, filled in
      guard available > 0 else { return }
      code =
        file.pointee.pMethods.pointee.xRead?(
          file, buffer.baseAddress, Int32(available), Int64(offset)) ?? SQLITE_IOERR
      filled = code == SQLITE_OK ? available : 0
    }
    guard code == SQLITE_OK else {
      throw JournalError(.unreadable, "Reading \(path) failed. Check the disk, then try again.")
    }
    return bytes
  }
}
