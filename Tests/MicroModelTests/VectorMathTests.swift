import Foundation
import Testing

import MicroModel

@Suite("Vector mathematics")
struct VectorMathTests {
  @Test("The exponential function is right to two units in the last place")
  func exponential() {
    for start in stride(from: -86 as Float, to: 87, by: 1.37) {
      var input = SIMD16<Float>(repeating: start)
      for lane in 0..<16 { input[lane] += 0.083 * Float(lane) }
      let output = input.exponential
      for lane in 0..<16 {
        let right = exp(Double(input[lane]))
        #expect(abs(Double(output[lane]) / right - 1) < 2.5e-7)
      }
    }
  }

  @Test("The exponential function neither overflows nor goes wrong far away")
  func exponentialLimits() {
    var input = SIMD16<Float>(repeating: 0)
    input[0] = -1e30
    input[1] = 1e30
    let output = input.exponential
    #expect(output[0] > 0 && output[0] < 1e-37)
    #expect(output[1] > 1e38 && output[1].isFinite)
    #expect(output[2] == 1)
  }

  @Test("Rounded pairs hold nearest integers, ties to even")
  func roundedPairs() {
    var input = SIMD16<Float>(repeating: 0)
    (input[0], input[8], input[1], input[9], input[2]) = (2.5, -1, 32_000, -32_000, -3.5)
    let pairs = input.roundedPairs
    #expect(pairs[0] == 0xffff_0002)
    #expect(pairs[1] == 0x8300_7d00)
    #expect(pairs[2] == 0x0000_fffc)
  }

  @Test("Pair products are exact")
  func pairProducts() {
    var weights = SIMD32<Int16>(repeating: 0)
    for lane in 0..<32 { weights[lane] = Int16(lane * 1000 - 16_000) }
    let pair = Int32(bitPattern: 0x8001_7fff)
    let products = weights.pairProducts(pair)
    for lane in 0..<16 {
      #expect(products[lane] == 32_767 * (Int32(weights[2 * lane]) - Int32(weights[2 * lane + 1])))
    }
  }

  @Test("The largest item and the sum are found in every lane")
  func folds() {
    for lane in 0..<16 {
      var input = SIMD16<Float>(repeating: -2)
      input[lane] = 5
      #expect(input.largest == 5)
      #expect(input.folded == -25)
    }
  }

  @Test("Rotary tables agree with the mathematics library")
  func rotaryTables() throws {
    let file = try GGUFFile(TinyModel().bytes())
    let shape = try ModelShape(file, vocabulary: 17)
    let arena = Arena()
    let (cosines, sines) = RotaryPositions.tables(shape, in: arena)
    for position in 0..<shape.context {
      for index in 0..<8 {
        let angle = Double(position) * pow(1000, -Double(index) / 8)
        #expect(abs(Double(cosines[position][index]) - cos(angle)) < 1e-7)
        #expect(abs(Double(sines[position][index]) - sin(angle)) < 1e-7)
      }
    }
    withExtendedLifetime(arena) {}
  }
}
