package import Configuration

/// A provider of values that do not change while the command runs.
package struct FixedProvider: ConfigProvider {
  private let values: any ConfigSnapshot

  /// Provides the values of a snapshot.
  package init(_ values: any ConfigSnapshot) { self.values = values }

  package var providerName: String { values.providerName }

  package func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
    try values.value(forKey: key, type: type)
  }

  package func fetchValue(forKey key: AbsoluteConfigKey, type: ConfigType) async throws -> LookupResult {
    try values.value(forKey: key, type: type)
  }

  package func watchValue<Return: ~Copyable>(
    forKey key: AbsoluteConfigKey, type: ConfigType,
    updatesHandler: (ConfigUpdatesAsyncSequence<Result<LookupResult, any Error>, Never>) async throws ->
      Return
  ) async throws -> Return {
    try await watchValueFromValue(forKey: key, type: type, updatesHandler: updatesHandler)
  }

  package func snapshot() -> any ConfigSnapshot { values }

  package func watchSnapshot<Return: ~Copyable>(
    updatesHandler: (ConfigUpdatesAsyncSequence<any ConfigSnapshot, Never>) async throws -> Return
  ) async throws -> Return {
    try await watchSnapshotFromSnapshot(updatesHandler: updatesHandler)
  }
}
