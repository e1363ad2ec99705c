import Maker
import MakerProviders

/// The models of a run, ready to be asked.
struct RunModels: Sendable {
  /// What is asked first: the model itself, or the fallback over all of them.
  let first: any LanguageModel
  /// The models that take turns with it or stand on a rung of the ladder.
  let others: [any LanguageModel]
  /// All of them, where samples go out in batches; nil where they go out one by one.
  let inBatches: [any BatchLanguageModel]?
  private let endpoints = Endpoints()

  /// Makes the models of a selection. Nothing is connected yet.
  ///
  /// - Throws: A failure for weights that cannot be loaded, a key that is missing, an address that is none, or batches
  ///   of a provider that takes none.
  init(_ selection: ModelSelection, keys: KeyRing, inBatches: Bool) async throws(CommandFailure) {
    let models = try await selection.languageModels(keys: keys, endpoints: endpoints)
    let isFallback = models.count > 1 && selection.mode == .fallback
    first = isFallback ? FallbackLanguageModel(models) : models[0]
    // A model on a rung of the ladder may be down as well: then those after it are asked, and then those before.
    others = models.indices.dropFirst().map { index in
      isFallback ? FallbackLanguageModel(Array(models[index...] + models[..<index])) : models[index]
    }
    guard inBatches else {
      self.inBatches = nil
      return
    }
    guard !isFallback else {
      throw CommandFailure(.usage, "--batch asks one model, or several with --mode ensemble.")
    }
    self.inBatches = try await selection.batchModels(keys: keys, endpoints: endpoints)
  }

  /// Closes all connections.
  func shutdown() async { await endpoints.shutdown() }
}
