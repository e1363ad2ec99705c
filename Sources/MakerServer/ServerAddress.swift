/// Where a server listens.
public struct ServerAddress: Sendable, Hashable {
  /// The name or number of the machine.
  public var host: String
  /// The port, 1 to 65535.
  public var port: Int

  /// What a client is told: `http://127.0.0.1:8080/v1`.
  public var baseURL: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/v1" }
}
