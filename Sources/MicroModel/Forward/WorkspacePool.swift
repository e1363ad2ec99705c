import Synchronization

/// Workspaces that wait for their next caller; there are as many as there were callers at the same time.
package final class WorkspacePool: Sendable {
  private let shape: ModelShape
  private let waiting = Mutex<[Workspace]>([])

  package init(shape: ModelShape) {
    self.shape = shape
  }

  /// Runs `body` with a workspace that nobody else uses meanwhile.
  ///
  /// The one that came back last is taken, because its cache probably fits the next prompt best.
  package func withWorkspace<Result, Failure: Error>(
    _ body: (Workspace) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let workspace = waiting.withLock { $0.popLast() } ?? Workspace(shape: shape)
    defer { waiting.withLock { $0.append(workspace) } }
    return try body(workspace)
  }
}
