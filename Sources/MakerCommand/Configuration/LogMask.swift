import MakerProviders
import Synchronization

/// The keys that are in use, so that no log line shows one, whoever wrote it.
enum LogMask {
  private static let state = Mutex<(keys: Set<Secret>, mask: Mask)>(([], Mask()))

  /// Hides a key from now on.
  static func hide(_ key: Secret) {
    state.withLock { state in
      state.keys.insert(key)
      state.mask = Mask(Array(state.keys))
    }
  }

  /// The text without keys, and without what looks like one.
  static func masked(_ text: String) -> String { state.withLock { $0.mask }(text) }
}
