/// What a program may take and write.
public struct ProgramLimits: Sendable, Hashable {
  /// The time in which a request has to be answered.
  public var timePerRequest: Duration
  /// The time in which it has to end, once its input has ended and again once it is told to; then it is killed.
  public var timeToEnd: Duration
  /// The most bytes of the line that answers a request.
  public var replyBytes: Int
  /// How often a program is started again for one request before it is given up.
  public var restarts: Int
  /// The most bytes of a line on its standard error; what is longer is cut.
  public var messageBytes: Int
  /// The most lines of its standard error that are passed on.
  public var messages: Int

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - timePerRequest: The time in which a request has to be answered, above zero.
  ///   - timeToEnd: The time in which it has to end, once its input has ended and again once it is told to.
  ///   - replyBytes: The most bytes of the line that answers a request.
  ///   - restarts: How often a program is started again for one request.
  ///   - messageBytes: The most bytes of a line on its standard error.
  ///   - messages: The most lines of its standard error that are passed on.
  public init(
    timePerRequest: Duration = .seconds(30), timeToEnd: Duration = .seconds(5), replyBytes: Int = 1 << 20,
    restarts: Int = 3, messageBytes: Int = 4096, messages: Int = 10_000
  ) {
    precondition(timePerRequest > .zero && timeToEnd > .zero, "whatever a program does takes some time")
    precondition(replyBytes > 0 && restarts >= 0 && messageBytes > 0 && messages >= 0, "a limit is positive")
    self.timePerRequest = timePerRequest
    self.timeToEnd = timeToEnd
    self.replyBytes = replyBytes
    self.restarts = restarts
    self.messageBytes = messageBytes
    self.messages = messages
  }
}
