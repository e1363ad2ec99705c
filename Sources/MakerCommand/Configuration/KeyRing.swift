import Configuration
import Maker
package import MakerProviders

/// The keys of endpoints: from the environment, or else from a folder of secrets.
package struct KeyRing: Sendable {
  private let reader: ConfigReader
  /// The folder of secrets; nil for none.
  package let folder: String?

  /// Names the places. Nothing is read yet.
  ///
  /// - Parameters:
  ///   - environment: The variables; an empty one counts as none.
  ///   - folder: The folder with a file for each secret; nil for none.
  package init(environment: [String: String], folder: String?) {
    self.folder = folder
    let variables = EnvironmentVariablesProvider(
      environmentVariables: environment.filter { !$0.value.isEmpty }, secretsSpecifier: .all)
    reader = ConfigReader(
      providers: [variables] + (folder.map { [FixedProvider(SecretsFolder(path: $0))] } ?? []))
  }

  /// A key by the name of its variable; nil when there is none.
  ///
  /// - Throws: A failure that names the place of a key that cannot be one, never the key.
  package func key(named variable: String) async throws(CommandFailure) -> Secret? {
    let text: String?
    do {
      text = try await reader.fetchString(forKey: ConfigKey([variable]), isSecret: true)
    } catch {
      let reason = (error as? SecretsFolder.Failure)?.message
      throw CommandFailure(.usage, reason ?? "The key \(variable) cannot be read.")
    }
    guard let text else { return nil }
    do throws(LanguageModelError) {
      let key = try Secret(text).checked(
        from: folder.map { "\(variable) (environment or \($0))" } ?? variable)
      LogMask.hide(key)
      return key
    } catch {
      throw CommandFailure(.usage, "\(error.message) Copy it again.")
    }
  }
}
