package import Configuration

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder with one file for each secret, named like the variable it stands for, as Docker and Kubernetes mount them.
///
/// Only the file that is asked for is read. `DirectoryFilesProvider` reads all files of a folder, and skips links, which
/// is what every secret that Kubernetes mounts is.
package struct SecretsFolder: ConfigSnapshot {
  /// A file that is there and holds no key, or a folder that cannot be looked into.
  package struct Failure: Error {
    /// One sentence; never what the file holds.
    package let message: String
  }

  private static let limit = 1 << 16

  /// The folder.
  package let path: String

  /// Names a folder. It is not looked into yet.
  package init(path: String) { self.path = path }

  package var providerName: String { "SecretsFolder[\(path)]" }

  package func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
    let name = key.components.joined(separator: "_")
    let value = try secret(named: name).map { ConfigValue(.string($0), isSecret: true) }
    return LookupResult(encodedKey: name, value: value)
  }

  private func secret(named name: String) throws(Failure) -> String? {
    let file = "\(path)/\(name)"
    let text: String
    do throws(SmallFile.Failure) {
      text = try SmallFile.text(file, limit: Self.limit)
    } catch {
      guard error.isMissing else {
        throw Failure(
          message:
            "The secret \(file) \(error.message); it must be a text file that holds the key and can be read.")
      }
      try requireFolder()
      return nil
    }
    return text
  }

  private func requireFolder() throws(Failure) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(
        message:
          "The secrets folder \(path) is not there; make it, or change MAKER_SECRETS_DIR or secrets_dir.")
    }
  }
}
