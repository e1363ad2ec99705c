import Foundation
import Maker
import MakerTesting
import Testing

@Suite("What a map rejected can be mapped once more", .serialized)
struct MapRetryTests {
  @Test("as it was in the input, behind its header row")
  func rejects() async throws {
    let parity = try ServedParity()
    try parity.write("id,number\nR-0,1\nR-1\nR-2,4\n\"R-3,5\n", to: "in.csv")
    try await parity.served(Noise(errorRate: 0)) { model in
      let place = parity.place
      let done = try await place.maker(ServedParity.map("out.csv", "a.run", k: 2) + model)
      #expect(done.code == 0, "\(done.errors)")
      let again = try await place.maker("export", "a.run", "--rejects")
      #expect(again.output == "id,number\nR-1\n\"R-3,5\n", "\(again.errors)")
      try parity.write(again.output.replacing("R-1\n", with: "R-1,2\n"), to: "in.csv")
      let mended = try await place.maker(ServedParity.map("more.csv", "b.run", k: 2) + model)
      #expect(mended.code == 0, "\(mended.errors)")
      #expect(try parity.text("more.csv") == "id,number,parity\nR-1,2,even\n")
      // The first map's records are not what they were.
      let changed = try await place.maker("export", "a.run", "--rejects")
      expectRefusal(changed, 65, saying: "in.csv is not what it was")
    }
    try await parity.place.finishedRun("h.run")
    expectRefusal(
      try await parity.place.maker("resume", "h.run", "--max-rejects", "3"), 64,
      saying: "has no --max-rejects")
    expectRefusal(
      try await parity.place.maker("resume", "a.run", "--max-rejects", "-1"), 64,
      saying: "--max-rejects must be from 0 to 1000000000, not -1")
    expectRefusal(try await parity.place.maker("export", "h.run", "--rejects"), 64, saying: "no map")
  }

  @Test("byte for byte where it is no UTF-8, and one that is too long is named")
  func bytes() async throws {
    let parity = try ServedParity()
    let place = parity.place
    var table = Data("id,number\nR-0,1\nR-1,".utf8) + [0xFF, 0x0A]
    table += Data("R-2,".utf8) + Data(repeating: UInt8(ascii: "9"), count: 1 << 20) + [0x0A]
    try place.write(table + Data("R-3\n".utf8), to: "in.csv")
    try await parity.served(Noise(errorRate: 0)) { model in
      let done = try await place.maker(ServedParity.map("out.csv", "a.run", k: 2) + model)
      #expect(done.code == 0, "\(done.errors)")
    }
    let again = try await place.shell("\"$MAKER\" export a.run --rejects > again.csv")
    #expect(again.code == 1)
    #expect(again.errors.contains("record 3 (line 4) of in.csv is left out"), "\(again.errors)")
    #expect(try place.bytes("again.csv") == Data("id,number\nR-1,".utf8) + [0xFF] + Data("\nR-3\n".utf8))
  }
}
