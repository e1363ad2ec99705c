/// Samples of one prompt that drew the same tokens so far, and so are one sequence to the model.
struct SampleGroup {
  /// Indices of the samples.
  var members: [Int]

  /// The tokens they drew.
  var completion: [Int]

  /// The sequence without `pending`.
  var cache: KeyValueCache

  /// Tokens that the model has not seen yet: the rest of the prompt, or the token drawn last.
  var pending: [Int]
}
