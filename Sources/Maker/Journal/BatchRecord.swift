/// A batch of samples at a provider. It is recorded before it is submitted, so that no crash loses or repeats it.
public struct BatchRecord: Sendable, Hashable, Codable {
  /// The name this run gave it; the provider keeps it too, and it is found there by it.
  public var key: String
  /// The provider's name for it; nil while it is not known whether it was submitted.
  public var id: String?
  /// Which of the decider's models it is for, from 0.
  public var model: Int
  /// The first step it has samples of.
  public var firstStep: Int
  /// How many samples it asks for.
  public var requests: Int
  /// When it was recorded, in seconds since 1970.
  public var time: Double
  /// Whether all that it brought is in recorded decisions, so that nobody needs to fetch it again.
  public var isSettled: Bool

  /// Makes a record.
  public init(
    key: String, id: String? = nil, model: Int = 0, firstStep: Int, requests: Int, time: Double,
    isSettled: Bool = false
  ) {
    self.key = key
    self.id = id
    self.model = model
    self.firstStep = firstStep
    self.requests = requests
    self.time = time
    self.isSettled = isSettled
  }
}
