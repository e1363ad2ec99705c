/// Guesses the tokens that come next, so that the model can check many of them in one pass.
///
/// Guesses change nothing but the speed: a guess counts only where every sample draws the same token. The
/// drafter knows no task; it remembers which token came last in a context, for completions that copy much
/// of their prompt and change a few places. Measured on 15,000 steps of the Towers of Hanoi with 20 disks:
/// 4.5 passes a step instead of 29, for 48 positions instead of 46, which saves 12 % of the time.
package struct Drafter {
  /// Two contexts for each place, the more telling one first; each has a table of its own.
  private static let contexts = 2
  private static let size = 1 << 13

  /// How often in a row a context has to be right before its guess is used: a wrong guess wastes the ones
  /// after it.
  private static let trusted: [UInt32] = [2, 3]
  private static let longestStreak: UInt32 = 3

  /// Entries of 16 bits of the context's hash, 14 bits of the token and 2 bits of its streak.
  private var entries = [UInt32](repeating: 0, count: contexts * size)

  /// The most likely continuation of a sequence that begins with a prompt of `promptCount` tokens, as far as
  /// there are trusted guesses, without `end` and what may come after it.
  package func draft(after tokens: [Int], promptCount: Int, limit: Int, end: Int) -> [Int] {
    var tokens = tokens
    let count = tokens.count
    while tokens.count - count < limit, let guess = guess(after: tokens, promptCount), guess != end {
      tokens.append(guess)
    }
    return Array(tokens[count...])
  }

  private func guess(after tokens: [Int], _ promptCount: Int) -> Int? {
    let hashes = Self.hashes(after: tokens[...], promptCount)
    for (index, hash) in [hashes.0, hashes.1].enumerated() {
      let entry = entries[Self.place(index, hash)]
      if entry >> 16 == Self.mark(hash), entry & 3 >= Self.trusted[index] { return Int(entry >> 2 & 0x3fff) }
    }
    return nil
  }

  /// Remembers a whole completion.
  package mutating func learn(_ tokens: [Int], promptCount: Int) {
    for index in promptCount..<max(promptCount, tokens.count) {
      let hashes = Self.hashes(after: tokens[..<index], promptCount)
      learn(UInt32(tokens[index]), 0, hashes.0)
      learn(UInt32(tokens[index]), 1, hashes.1)
    }
  }

  private mutating func learn(_ token: UInt32, _ index: Int, _ hash: UInt64) {
    let place = Self.place(index, hash)
    let entry = entries[place]
    var streak: UInt32 = 0
    if entry >> 16 == Self.mark(hash), entry >> 2 & 0x3fff == token {
      streak = min(entry & 3 + 1, Self.longestStreak)
    }
    entries[place] = Self.mark(hash) << 16 | token << 2 | streak
  }

  /// Hashes of the contexts after some tokens.
  ///
  /// The first context is the last three tokens, the first four of the completion (they tell what kind of a
  /// completion it is), and the two that came after the last token when it was there before (what copying
  /// would go on with). The second one is the last five tokens.
  private static func hashes(after tokens: ArraySlice<Int>, _ promptCount: Int) -> (UInt64, UInt64) {
    tokens.withUnsafeBufferPointer { tokens in
      let count = tokens.count
      func mixed(_ hash: UInt64, _ index: Int) -> UInt64 {
        let token = tokens.indices.contains(index) ? tokens[index] + 1 : 0
        return (hash ^ UInt64(token)) &* 0x9e37_79b9_7f4a_7c15 ^ hash >> 29
      }
      let three = mixed(mixed(mixed(1, count - 1), count - 2), count - 3)
      var first = three
      if let before = tokens.dropLast().lastIndex(of: tokens[count - 1]) {
        first = mixed(mixed(first, before + 1), before + 2)
      }
      if count > promptCount + 4 {
        for index in promptCount..<(promptCount + 4) { first = mixed(first, index) }
      }
      return (first, mixed(mixed(three, count - 4), count - 5))
    }
  }

  private static func place(_ index: Int, _ hash: UInt64) -> Int {
    index * size + Int(hash >> 16 & UInt64(size - 1))
  }

  private static func mark(_ hash: UInt64) -> UInt32 {
    UInt32(hash >> 48)
  }
}
