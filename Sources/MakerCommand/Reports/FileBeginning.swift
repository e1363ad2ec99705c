#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The first bytes of a file, by which its kind is told.
enum FileBeginning {
  /// Up to so many bytes of a plain file; nil when there is none that can be read.
  static func of(_ path: String, _ count: Int) -> [UInt8]? {
    // What is no plain file, a pipe above all, may never begin.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    let length = read(file, &bytes, count)
    return length >= 0 ? Array(bytes.prefix(length)) : nil
  }
}
