package import Maker
package import MakerProviders
import MicroModel

extension ModelSelection {
  /// The name of the one model that is asked, if it runs in this process: an engine of its own, much faster than one
  /// behind an endpoint.
  package var onlyEmbedded: String? {
    guard models.count == 1, models[0].endpoint == nil else { return nil }
    return models[0].name
  }

  /// Makes the models, in order. Nothing is connected yet.
  ///
  /// - Parameters:
  ///   - keys: Where keys are; only those that are needed are read.
  ///   - endpoints: What the models of a process share.
  /// - Returns: As many as there are ``models``.
  /// - Throws: A failure when a key is missing or a model in this process cannot be loaded.
  package func languageModels(
    keys: KeyRing, endpoints: Endpoints
  ) async throws(CommandFailure) -> [any LanguageModel] {
    var made: [any LanguageModel] = []
    for model in models {
      guard let endpoint = model.endpoint else {
        made.append(try Self.embedded(model.name))
        continue
      }
      let key = try await endpoint.key(keys)
      do throws(LanguageModelError) {
        made.append(
          try EndpointLanguageModel.make(
            endpoint.model, of: endpoint.profile, key: key, options: connection.options, endpoints: endpoints)
        )
      } catch {
        throw CommandFailure(.usage, error.message)
      }
    }
    return made
  }

  /// Makes the models as ones that take many prompts at once.
  ///
  /// - Parameters:
  ///   - keys: Where keys are; only those that are needed are read.
  ///   - endpoints: What the models of a process share.
  /// - Returns: As many as there are ``models``.
  /// - Throws: A failure when a model takes no batches, or a key is missing.
  package func batchModels(
    keys: KeyRing, endpoints: Endpoints
  ) async throws(CommandFailure) -> [any BatchLanguageModel] {
    var batched: [any BatchLanguageModel] = []
    for model in models {
      guard let endpoint = model.endpoint, endpoint.profile.hasBatches else {
        let takers = EndpointProfile.all.filter(\.hasBatches).map(\.name).joined(separator: " or ")
        throw CommandFailure(
          .usage, "\(model.name) takes no batches; leave out --batch, or choose a model of \(takers).")
      }
      let key = try await endpoint.key(keys)
      do throws(LanguageModelError) {
        batched.append(
          try EndpointBatchLanguageModel.make(
            endpoint.model, of: endpoint.profile, key: key, options: connection.options, endpoints: endpoints)
        )
      } catch {
        throw CommandFailure(.usage, error.message)
      }
    }
    return batched
  }

  /// Refuses models of this program that were trained for another task: they do not know one word of this one.
  ///
  /// - Parameters:
  ///   - names: The full names of the models that are to be asked.
  ///   - expert: The embedded model that knows the task.
  /// - Throws: A failure that names the one which has no use here.
  package static func refuse(
    _ names: [String], unlessTrainedLike expert: String
  ) throws(CommandFailure) {
    for name in names where name != expert && MicroModel.embeddedNames.contains(name) {
      throw CommandFailure(
        .usage,
        "The model \(name) was trained for another task; of the embedded ones \(expert) knows this one."
      )
    }
  }

  /// A model that runs in this process, by its name or the path of its file.
  static func embedded(_ name: String) throws(CommandFailure) -> EmbeddedLanguageModel {
    do throws(MicroModelError) {
      return EmbeddedLanguageModel(
        name.hasPrefix("embedded/") ? try MicroModel.embedded(name) : try MicroModel(contentsOf: name))
    } catch {
      let place = error.description.contains(name) ? "" : "The model \(name) cannot be used. "
      throw CommandFailure(error.code == .damagedFile ? .data : .usage, place + error.description)
    }
  }
}
