/// What stands on the three pegs, exactly as it was said.
///
/// The order within a peg is kept, bottom to top, even where it breaks the rules of the game: a wrong
/// answer that gets enough votes must be representable. A disk stands in one place only, and there are at
/// most 62.
///
/// A value takes 64 bytes and no heap: states are compared and copied several times a step.
public struct Pegs: Sendable {
  /// 64 bytes, compared eight at a time. Bytes 0...61 hold the disks of peg 0, then of peg 1, then of peg
  /// 2, then zeros; byte 62 is where peg 1 begins and byte 63 where peg 2 does.
  private var storage: Words

  /// Eight plain integers. A SIMD vector of this size must not be used here: kept across a suspension it asks for
  /// more alignment than the frames of async functions have.
  private struct Words: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
      0, 0, 0, 0, 0, 0, 0, 0
    )

    static func == (left: Words, right: Words) -> Bool {
      let (a, b) = (left.words, right.words)
      let low = (a.0 ^ b.0) | (a.1 ^ b.1) | (a.2 ^ b.2) | (a.3 ^ b.3)
      return low | (a.4 ^ b.4) | (a.5 ^ b.5) | (a.6 ^ b.6) | (a.7 ^ b.7) == 0
    }

    func hash(into hasher: inout Hasher) {
      // All bytes at once; one by one they would cost a call each.
      withUnsafeBytes(of: words) { hasher.combine(bytes: $0) }
    }
  }

  private static let firstCut = 62
  private static let secondCut = 63

  /// Stacks by peg, each bottom to top; nil unless there are three, of disks 1 to 62 that occur once at most.
  ///
  /// - Parameter stacks: Three lists of disks.
  public init?(_ stacks: [[Int]]) {
    guard stacks.count == 3 else { return nil }
    var builder = Builder()
    for stack in stacks {
      builder.beginPeg()
      for disk in stack {
        guard builder.push(disk) else { return nil }
      }
    }
    self = builder.pegs
  }

  /// All disks of a game in one tower.
  ///
  /// - Parameters:
  ///   - disks: How many, 1 to 62.
  ///   - peg: Where the tower stands, 0 to 2.
  /// - Returns: The stacks, two of them empty.
  public static func tower(disks: Int, on peg: Int) -> Pegs {
    precondition(TowersOfHanoi.diskCounts.contains(disks) && 0...2 ~= peg, "no such tower")
    return Pegs(disks: disks) { _ in peg }
  }

  /// The legal stacks in which each disk stands on a given peg.
  init(disks: Int, pegOf: (_ disk: Int) -> Int) {
    var onPeg: (UInt64, UInt64, UInt64) = (0, 0, 0)
    for disk in 1...disks {
      let bit: UInt64 = 1 << (disk - 1)
      switch pegOf(disk) {
      case 0: onPeg.0 |= bit
      case 1: onPeg.1 |= bit
      default: onPeg.2 |= bit
      }
    }
    var builder = Builder()
    builder.pushPeg(ofDisksIn: onPeg.0)
    builder.pushPeg(ofDisksIn: onPeg.1)
    builder.pushPeg(ofDisksIn: onPeg.2)
    self = builder.pegs
  }

  /// The stack on one peg, bottom to top.
  ///
  /// - Parameter peg: 0 to 2.
  public subscript(peg: Int) -> [Int] {
    precondition(0...2 ~= peg, "there are three pegs")
    return withDisks { disks, firstCut, secondCut in
      let bounds = [0, firstCut, secondCut, disks.count]
      return disks[bounds[peg]..<bounds[peg + 1]].map(Int.init)
    }
  }

  /// The stacks by peg, each bottom to top.
  public var stacks: [[Int]] { [self[0], self[1], self[2]] }

  /// The number of disks on all pegs.
  public var diskCount: Int { withDisks { disks, _, _ in disks.count } }

  /// Hands out the disks in the order of the pegs, and where pegs 1 and 2 begin.
  func withDisks<Result>(
    _ body: (_ disks: UnsafeBufferPointer<UInt8>, _ firstCut: Int, _ secondCut: Int) -> Result
  ) -> Result {
    withUnsafeBytes(of: storage) { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in
        let (firstCut, secondCut) = (Int(bytes[Self.firstCut]), Int(bytes[Self.secondCut]))
        var count = secondCut
        while count < Self.firstCut, bytes[count] != 0 { count += 1 }
        return body(UnsafeBufferPointer(rebasing: bytes[..<count]), firstCut, secondCut)
      }
    }
  }
}

extension Pegs: Hashable {}

extension Pegs: CustomStringConvertible {
  /// The stacks as lists, e.g. `[[3, 2], [1], []]`.
  public var description: String {
    StateWriter.text(disks: diskCount) { writer in
      writer.write("[[")
      writer.write(self)
      writer.write("]]")
    }
  }
}

extension Pegs {
  /// Puts disks on pegs one after another, in the order they are said.
  struct Builder {
    private var storage = Words()
    private var begun = 0
    private var seen: UInt64 = 0
    /// The disks pushed so far.
    private(set) var count = 0

    /// The stacks made so far.
    var pegs: Pegs {
      var finished = self
      while finished.begun < 3 { finished.beginPeg() }
      return Pegs(storage: finished.storage)
    }

    /// Goes on to the next of the three pegs; to be called before the first disk too.
    mutating func beginPeg() {
      precondition(begun < 3, "there are three pegs")
      if begun > 0 {
        withUnsafeMutableBytes(of: &storage) { $0[Pegs.firstCut + begun - 1] = UInt8(count) }
      }
      begun += 1
    }

    /// Puts a disk on top of the current peg; false when there is no such disk or it stands somewhere
    /// already.
    @inline(__always)
    mutating func push(_ disk: Int) -> Bool {
      guard TowersOfHanoi.diskCounts.contains(disk), !contains(disk) else { return false }
      place(UInt8(disk))
      return true
    }

    /// Whether a disk, 1 to 62, stands somewhere already.
    func contains(_ disk: Int) -> Bool { seen & (1 << UInt64(disk - 1)) != 0 }

    /// The next peg with a legal stack of the disks whose bits are set, bit 0 for disk 1.
    fileprivate mutating func pushPeg(ofDisksIn bits: UInt64) {
      beginPeg()
      var rest = bits
      while rest != 0 {
        let disk = UInt64.bitWidth - rest.leadingZeroBitCount
        place(UInt8(disk))
        rest ^= 1 << UInt64(disk - 1)
      }
    }

    /// A disk occurs once, so there are never more than 62 and this stays below the cuts.
    @inline(__always)
    private mutating func place(_ disk: UInt8) {
      seen |= 1 << UInt64(disk - 1)
      withUnsafeMutableBytes(of: &storage) { $0[count] = disk }
      count += 1
    }
  }

  private init(storage: Words) { self.storage = storage }
}
