/// Samples of one prompt that drew the same tokens so far, and so are one sequence to the model.
package struct SampleGroup {
  /// Indices of the samples.
  package var members: [Int]

  /// The prompt and the tokens they drew.
  package var tokens: [Int]

  /// What the model has seen of `tokens`.
  package var cache: KeyValueCache
}
