extension ChainTask {
  /// A digest of what the task asks: 16 hexadecimal digits, FNV-1a of every wording of the first step's prompt, its
  /// instructions included. A run has it among its facts as `prompt`.
  ///
  /// What was measured with one prompt tells nothing of another: compare it with ``Calibration/promptDigest``.
  public var promptDigest: String {
    let wordings = [prompt(for: initialState)] + paraphrases(for: initialState)
    let text = wordings.map { ($0.instructions?.content ?? "") + "\u{0}" + $0.content }
    return FNV1a.digits(of: text.joined(separator: "\u{0}"))
  }
}
