internal import Maker

/// The bytes of a move and a state: disk, from, to, the heights of the three stacks, the disks in the order
/// of the pegs, each bottom to top. Six bytes and one a disk.
enum StateRecord {
  static func bytes(_ move: Move, _ pegs: Pegs) -> [UInt8] {
    pegs.withDisks { disks, firstCut, secondCut in
      [UInt8](unsafeUninitializedCapacity: 6 + disks.count) { buffer, count in
        buffer[0] = UInt8(move.disk)
        buffer[1] = UInt8(move.from)
        buffer[2] = UInt8(move.to)
        buffer[3] = UInt8(firstCut)
        buffer[4] = UInt8(secondCut - firstCut)
        buffer[5] = UInt8(disks.count - secondCut)
        for (index, disk) in disks.enumerated() { buffer[6 + index] = disk }
        count = 6 + disks.count
      }
    }
  }

  /// The move and the state of a record; the move is nil where it is not one of a disk.
  static func parts(
    of record: [UInt8], called name: String
  ) throws(MalformedRecord) -> (move: Move?, pegs: Pegs) {
    guard record.count >= 6 else { throw MalformedRecord("\(name) of \(record.count) bytes") }
    let heights = record[3..<6].map(Int.init)
    guard record.count == 6 + heights.reduce(0, +) else {
      throw MalformedRecord("\(name) of \(record.count) bytes for stacks of \(heights)")
    }
    var builder = Pegs.Builder()
    var next = 6
    for height in heights {
      builder.beginPeg()
      for disk in record[next..<next + height] {
        guard builder.push(Int(disk)) else { throw MalformedRecord("\(name) with no place for disk \(disk)") }
      }
      next += height
    }
    let move = Move(disk: Int(record[0]), from: Int(record[1]), to: Int(record[2]))
    return (move, builder.pegs)
  }
}
