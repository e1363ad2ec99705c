/// A key. It prints as `<secret>`, is in no description, and is read in one place: where the transport sets a header.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  /// Keeps a key.
  public init(_ value: String) { self.value = value }

  /// The key itself, for the header of a request and for masking it in what a provider says.
  package func reveal() -> String { value }

  /// Never the key.
  public var description: String { "<secret>" }
  /// Never the key.
  public var debugDescription: String { "<secret>" }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
