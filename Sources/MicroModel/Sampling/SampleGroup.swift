/// Samples of one prompt that drew the same tokens so far, and so are one sequence to the model.
struct SampleGroup {
  /// Indices of the samples.
  var members: [Int]

  /// The prompt and the tokens they drew.
  var tokens: [Int]

  /// What the model has seen of `tokens`.
  var cache: KeyValueCache
}
