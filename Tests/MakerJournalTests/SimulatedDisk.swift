import Foundation
import GRDBSQLite
import Synchronization

/// A disk that remembers what a power cut would leave: of every file, only what was forced to disk.
///
/// It is a layer in SQLite's own file system interface, so it sees every write and every fsync that SQLite makes
/// in its folder, and can refuse them as a full or a failing disk would.
final class SimulatedDisk: Sendable {
  /// What goes wrong.
  enum Fault: Sendable {
    case none
    /// This many more bytes can be written.
    case full(afterBytes: Int)
    /// Forcing writes to disk fails.
    case syncFails
  }

  fileprivate struct State {
    /// What was forced to disk, by the number the file system knows the file by.
    var durable: [UInt64: [UInt8]] = [:]
    var syncs = 0
    var fault = Fault.none
  }

  let folder: TemporaryFolder
  fileprivate let state = Mutex(State())

  /// A disk with nothing on it.
  init() throws {
    folder = try TemporaryFolder()
    Layer.install()
    Layer.disks.withLock { $0[folder.url.path] = WeakDisk(disk: self) }
  }

  deinit { _ = Layer.disks.withLock { $0.removeValue(forKey: folder.url.path) } }

  /// How often anything was forced to disk.
  var syncs: Int { state.withLock { $0.syncs } }

  func set(_ fault: Fault) { state.withLock { $0.fault = fault } }

  /// Writes what a power cut at this moment would leave into a folder.
  func cutPower(into target: TemporaryFolder) throws {
    let durable = state.withLock { $0.durable }
    for name in try folder.names where !name.hasSuffix("-shm") && !name.hasSuffix(".lock") {
      let bytes = Layer.number(of: folder.path(name)).flatMap { durable[$0] } ?? []
      try Data(bytes).write(to: target.url.appendingPathComponent(name))
    }
  }
}

private struct WeakDisk: Sendable {
  weak let disk: SimulatedDisk?
}

/// The layer under all disks. It is the default file system of this process, and minds nobody else's files.
private enum Layer {
  static let disks = Mutex<[String: WeakDisk]>([:])

  struct OpenFile {
    let path: String
    let original: UnsafePointer<sqlite3_io_methods>
  }

  // Written once before use, read by C functions that cannot capture anything.
  nonisolated(unsafe) static var system: UnsafeMutablePointer<sqlite3_vfs>?
  nonisolated(unsafe) static var files: [UnsafeMutablePointer<sqlite3_file>: OpenFile] = [:]
  nonisolated(unsafe) static var methods:
    [UnsafePointer<sqlite3_io_methods>: UnsafePointer<sqlite3_io_methods>] =
      [:]
  static let tables = NSLock()

  // SQLITE_IOERR_FSYNC and SQLITE_IOERR_WRITE, which C computes and Swift therefore does not see.
  static let syncFailed = SQLITE_IOERR | (4 << 8)
  static let writeFailed = SQLITE_IOERR | (3 << 8)

  static func install() { _ = installed }

  private static let installed: Bool = {
    guard let system = sqlite3_vfs_find(nil) else { return false }
    Layer.system = system
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    layer.initialize(to: system.pointee)
    layer.pointee.zName = UnsafePointer(strdup("simulated-disk"))
    layer.pointee.pNext = nil
    layer.pointee.xOpen = { _, name, file, flags, outFlags in
      Layer.open(name, file, flags, outFlags)
    }
    return sqlite3_vfs_register(layer, 1) == SQLITE_OK
  }()

  static func disk(of path: String) -> SimulatedDisk? {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    return disks.withLock { $0[folder] }?.disk
  }

  static func number(of path: String) -> UInt64? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  static func open(
    _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let system, let open = system.pointee.xOpen, let file else { return SQLITE_CANTOPEN }
    let code = open(system, name, file, flags, outFlags)
    guard code == SQLITE_OK, let name, let original = file.pointee.pMethods else { return code }
    let path = String(cString: name)
    guard let disk = disk(of: path) else { return code }
    var size: Int64 = 0
    _ = original.pointee.xFileSize?(file, &size)
    // The file system gives the number of a removed file to a new one.
    if size == 0, let number = number(of: path) { disk.state.withLock { $0.durable[number] = nil } }
    tables.withLock {
      files[file] = OpenFile(path: path, original: original)
      let own = methods[original] ?? watching(original)
      methods[original] = own
      file.pointee.pMethods = own
    }
    return code
  }

  static func watching(
    _ original: UnsafePointer<sqlite3_io_methods>
  ) -> UnsafePointer<sqlite3_io_methods> {
    let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    own.initialize(to: original.pointee)
    own.pointee.xSync = { file, flags in Layer.sync(file, flags) }
    own.pointee.xWrite = { file, bytes, count, offset in Layer.write(file, bytes, count, offset) }
    own.pointee.xClose = { file in Layer.close(file) }
    return UnsafePointer(own)
  }

  static func open(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    file.flatMap { file in tables.withLock { files[file] } }
  }

  static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
    guard let open = open(file), let disk = disk(of: open.path) else { return syncFailed }
    if case .syncFails = disk.state.withLock({ $0.fault }) { return syncFailed }
    let code = open.original.pointee.xSync?(file, flags) ?? syncFailed
    guard code == SQLITE_OK, let number = number(of: open.path) else { return code }
    var size: Int64 = 0
    _ = open.original.pointee.xFileSize?(file, &size)
    var bytes = [UInt8](repeating: 0, count: Int(size))
    _ = open.original.pointee.xRead?(file, &bytes, Int32(size), 0)
    disk.state.withLock { state in
      state.durable[number] = bytes
      state.syncs += 1
    }
    return code
  }

  static func write(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
  ) -> Int32 {
    guard let open = open(file) else { return writeFailed }
    let fits = disk(of: open.path)?.state.withLock { state in
      guard case .full(let left) = state.fault else { return true }
      guard left >= Int(count) else { return false }
      state.fault = .full(afterBytes: left - Int(count))
      return true
    }
    guard fits ?? true else { return SQLITE_FULL }
    return open.original.pointee.xWrite?(file, bytes, count, offset) ?? writeFailed
  }

  static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    guard let file, let open = open(file) else { return SQLITE_OK }
    _ = tables.withLock { files.removeValue(forKey: file) }
    return open.original.pointee.xClose?(file) ?? SQLITE_OK
  }
}
