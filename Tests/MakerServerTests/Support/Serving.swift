import Maker
import MakerServer
import Synchronization

/// Serves a model called `test` on any free port while `body` runs.
func serving<Value: Sendable>(
  _ model: any LanguageModel = constant("A reply."), _ plan: FaultPlan = .none, clock: RunClock = .continuous,
  observer: (@Sendable (ServedRequest) -> Void)? = nil,
  change: (inout ModelServer.Configuration) -> Void = { _ in },
  _ body: @escaping @Sendable (ServerAddress) async throws -> Value
) async throws -> Value {
  var configuration = ModelServer.Configuration(modelNames: ["test"])
  configuration.faults = plan
  change(&configuration)
  return try await ModelServer(model, configuration, clock: clock, observer: observer).serve(body)
}

/// Something that happens once, and can be waited for.
final class Event: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func happen() { continuation.finish() }

  /// Returns once it happened, or the task is cancelled.
  func wait() async { for await _ in stream {} }
}

/// A model that replies when it is told to; an end of its task ends it too.
struct WaitingModel: LanguageModel {
  let asked = Event()
  let told = Event()

  func respond(to prompt: Prompt, options: GenerationOptions) async throws(LanguageModelError) -> Response {
    asked.happen()
    await told.wait()
    if Task.isCancelled { throw LanguageModelError(.cancelled, "Cancelled.") }
    return Response("late")
  }
}

/// What was observed, in order.
final class Observed: Sendable {
  private let requests = Mutex<[ServedRequest]>([])

  var all: [ServedRequest] { requests.withLock { $0 } }

  func add(_ request: ServedRequest) { requests.withLock { $0.append(request) } }
}
