import Configuration
import Maker

/// Reads settings from all the places they may be given in: the first place that has a value counts.
package struct SettingsReader: Sendable {
  /// Where a value was given.
  package enum Place: Sendable, Hashable {
    case option, recorded, environment, file
  }

  private let layers: [(place: Place, provider: any ConfigProvider)]
  private let reader: ConfigReader
  private let variables: ConfigReader
  package let file: SettingsFile?

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - recorded: What a run that is resumed was started with.
  ///   - environment: The variables; an empty one counts as none.
  ///   - file: The `maker.yaml`, if there is one.
  package init(
    options: SettingsGiven, recorded: SettingsGiven = SettingsGiven(), environment: [String: String],
    file: SettingsFile?
  ) {
    self.file = file
    let variables = EnvironmentVariablesProvider(
      environmentVariables: environment.filter { !$0.value.isEmpty },
      secretsSpecifier: .dynamic { name, _ in !name.hasPrefix("MAKER_") || name.hasSuffix("_KEY") })
    var layers: [(Place, any ConfigProvider)] = [
      (.option, options.provider(name: "options")), (.recorded, recorded.provider(name: "run file")),
      (.environment, variables.prefixKeys(with: "maker")),
    ]
    if let file { layers.append((.file, file.provider)) }
    self.layers = layers
    self.variables = ConfigReader(provider: variables)
    reader = ConfigReader(providers: layers.map { $0.1 })
  }

  /// A setting; nil where nobody gave it.
  ///
  /// - Throws: A failure that names the place of a text that is no value.
  package func value<Value>(_ setting: Setting<Value>) async throws(CommandFailure) -> Value? {
    try await value([setting.name.rawValue], setting)
  }

  /// A setting below others: `providers.mine.base_url`.
  package func value<Value>(
    _ path: [String], _ setting: Setting<Value>
  ) async throws(CommandFailure) -> Value? {
    let text: String?
    do {
      text = try await reader.fetchString(forKey: ConfigKey(path))
    } catch {
      throw CommandFailure(.usage, "\(wording(of: path)) must be one value, not a list.")
    }
    guard let text else { return nil }
    guard let value = setting.read(text) else {
      throw CommandFailure(.usage, setting.refusal(of: text, in: wording(of: path)))
    }
    return value
  }

  /// The value of a variable that other programs know too; nil where it is not set.
  package func value<Value>(
    variable: String, _ setting: Setting<Value>
  ) async throws(CommandFailure) -> Value? {
    guard let text = try? await variables.fetchString(forKey: ConfigKey([variable])) else { return nil }
    guard let value = setting.read(text) else {
      throw CommandFailure(.usage, setting.refusal(of: text, in: variable))
    }
    return value
  }

  /// A setting that is one text or a list of texts; empty where nobody gave it.
  package func list(_ name: SettingName) async throws(CommandFailure) -> [String] {
    let key = ConfigKey([name.rawValue])
    // In the file a single text is no list; everywhere else it is one of a single text.
    if let texts = try? await reader.fetchStringArray(forKey: key) { return texts }
    return (try? await reader.fetchString(forKey: key)).map { [$0] } ?? []
  }

  /// Where a setting was given; nil for nowhere.
  package func place(of name: SettingName) -> Place? { place(of: [name.rawValue]) }

  private func place(of path: [String]) -> Place? {
    layers.first { layer in
      // A value of another type is there too.
      guard let found = try? layer.provider.value(forKey: AbsoluteConfigKey(path), type: .string) else {
        return true
      }
      return found.value != nil
    }?.place
  }

  /// The place of a setting as the person knows it, to begin a sentence with.
  private func wording(of path: [String]) -> String {
    let key = path.joined(separator: ".")
    let name = SettingName(rawValue: path[0])
    return switch place(of: path) {
    case .option: name?.option ?? key
    case .environment: "MAKER_" + path.joined(separator: "_").uppercased()
    case .recorded: "The recorded setting \(key)"
    case .file, nil: "\(file?.place(of: key) ?? SettingsFile.name): `\(key)`"
    }
  }
}

/// Settings as they were given in one place, unread.
package struct SettingsGiven: Sendable, Hashable {
  /// The texts by name; only `model` may have several.
  package private(set) var texts: [SettingName: [String]] = [:]

  /// Nothing given.
  package init() {}

  /// Adds what was given; nothing for nil.
  package mutating func add(_ name: SettingName, _ text: String?) {
    if let text { texts[name] = [text] }
  }

  /// Adds the texts of a list, unless there are none.
  package mutating func add(_ name: SettingName, _ list: [String]) {
    if !list.isEmpty { texts[name] = list }
  }

  /// Adds everything of another place that is not given here.
  package mutating func add(_ other: SettingsGiven) { texts.merge(other.texts) { mine, _ in mine } }

  fileprivate func provider(name: String) -> InMemoryProvider {
    InMemoryProvider(
      name: name,
      values: Dictionary(
        texts.map { name, texts in
          (
            AbsoluteConfigKey([name.rawValue]),
            ConfigValue(name == .model ? .stringArray(texts) : .string(texts[0]), isSecret: false)
          )
        }
      ) { $1 })
  }
}
