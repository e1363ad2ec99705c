/// Values of the scaling laws at 50 digits, for the very doubles that are written here.
enum ScalingReference {
  struct Row: Sendable {
    let p: Double
    let k: Int
    let steps: Double
    let logOdds: Double
    let success: Double
    let votes: Double
  }

  static let rows: [Row] = [
    Row(
      p: 0.5 + 1e-9, k: 1, steps: 1, logOdds: 3.9999998868722742e-9,
      success: 0.50000000099999997, votes: 1.0),
    Row(
      p: 0.5 + 1e-9, k: 4, steps: 1, logOdds: 3.9999998868722742e-9,
      success: 0.50000000399999989, votes: 16.0),
    Row(
      p: 0.5 + 1e-9, k: 736109766, steps: 1, logOdds: 3.9999998868722742e-9,
      success: 0.95000000007405895, votes: 3.3124940412288846e+17),
    Row(
      p: 0.5 + 1e-9, k: 4208284590, steps: 1048575, logOdds: 3.9999998868722742e-9,
      success: 0.95000000008861823, votes: 2.1041421486519457e+18),
    Row(
      p: 0.5 + 1e-9, k: 7650304308, steps: 1e12, logOdds: 3.9999998868722742e-9,
      success: 0.95000000007639599, votes: 3.8251522621823017e+18),
    Row(
      p: 0.6, k: 3, steps: 1, logOdds: 0.40546510810816429,
      success: 0.77142857142857138, votes: 8.1428571428571432),
    Row(
      p: 0.6, k: 42, steps: 1048575, logOdds: 0.40546510810816429,
      success: 0.95872884239486394, votes: 209.99998311829172),
    Row(
      p: 0.6, k: 76, steps: 1e12, logOdds: 0.40546510810816429,
      success: 0.95943942383550811, votes: 379.99999999996862),
    Row(
      p: 0.6, k: 86, steps: 1e12, logOdds: 0.40546510810816429,
      success: 0.99928221263545754, votes: 429.99999999999948),
    Row(
      p: 0.75, k: 16, steps: 1048575, logOdds: 1.0986122886681097,
      success: 0.97593528811110378, votes: 31.999998513243355),
    Row(
      p: 0.75, k: 28, steps: 1e12, logOdds: 1.0986122886681097,
      success: 0.95722919619518947, votes: 55.999999999995104),
    Row(
      p: 0.9, k: 8, steps: 1048575, logOdds: 2.1972245773362196,
      success: 0.97593528811110382, votes: 9.9999995353885477),
    Row(
      p: 0.9, k: 14, steps: 1e12, logOdds: 2.1972245773362196,
      success: 0.95722919619518961, votes: 17.499999999998469),
    Row(
      p: 0.9, k: 16, steps: 1e12, logOdds: 2.1972245773362196,
      success: 0.99946048606227665, votes: 19.999999999999977),
    Row(
      p: 0.9978, k: 1, steps: 1, logOdds: 6.117095495062676,
      success: 0.99780000000000002, votes: 1.0),
    Row(
      p: 0.9978, k: 1, steps: 1048575, logOdds: 6.117095495062676,
      success: 0, votes: 1.0),
    Row(
      p: 0.9978, k: 3, steps: 1048575, logOdds: 6.117095495062676,
      success: 0.9888236818580843, votes: 3.0132582720856545),
    Row(
      p: 0.9978, k: 4, steps: 1048575, logOdds: 6.117095495062676,
      success: 0.9999752194556115, votes: 4.0176777820519654),
    Row(
      p: 0.9978, k: 5, steps: 1e12, logOdds: 6.117095495062676,
      success: 0.94922731274237454, votes: 5.0220972278018067),
    Row(
      p: 0.9978, k: 6, steps: 1e12, logOdds: 6.117095495062676,
      success: 0.9998851184887768, votes: 6.0265166733627947),
    Row(
      p: 0.999999, k: 1, steps: 1048575, logOdds: 13.815509557935018,
      success: 0.35043658212837872, votes: 1.0),
    Row(
      p: 0.999999, k: 2, steps: 1e12, logOdds: 13.815509557935018,
      success: 0.36787870539121878, votes: 2.0000040000040001),
    Row(
      p: 0.999999, k: 3, steps: 1e12, logOdds: 13.815509557935018,
      success: 0.99999899999749991, votes: 3.0000060000120002),
    Row(
      p: 1 - 1e-15, k: 1, steps: 1e12, logOdds: 34.539575992340881,
      success: 0.99900129831265312, votes: 1.0),
    Row(
      p: 1 - 1e-15, k: 2, steps: 1e12, logOdds: 34.539575992340881,
      success: 1.0, votes: 2.000000000000004),
    Row(
      p: 1 - 1e-15, k: 1, steps: 1, logOdds: 34.539575992340881,
      success: 0.999999999999999, votes: 1.0),
  ]

  struct LeastLead: Sendable {
    let p: Double
    let steps: Double
    let target: Double
    let k: Int
  }

  static let leads: [LeastLead] = [
    LeastLead(p: 0.5 + 1e-9, steps: 1e12, target: 0.95, k: 7650304308),
    LeastLead(p: 0.5 + 1e-9, steps: 1e12, target: 0.999, k: 8634569291),
    LeastLead(p: 0.5 + 1e-9, steps: 1048575, target: 0.95, k: 4208284590),
    LeastLead(p: 0.5 + 1e-9, steps: 1, target: 0.95, k: 736109766),
    LeastLead(p: 0.5 + 1e-9, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.5 + 1e-9, steps: 7, target: 1 - 1e-12, k: 7394238556),
    LeastLead(p: 0.6, steps: 1e12, target: 0.95, k: 76),
    LeastLead(p: 0.6, steps: 1e12, target: 0.999, k: 86),
    LeastLead(p: 0.6, steps: 1048575, target: 0.95, k: 42),
    LeastLead(p: 0.6, steps: 1, target: 0.95, k: 8),
    LeastLead(p: 0.6, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.6, steps: 7, target: 1 - 1e-12, k: 73),
    LeastLead(p: 0.75, steps: 1e12, target: 0.95, k: 28),
    LeastLead(p: 0.75, steps: 1e12, target: 0.999, k: 32),
    LeastLead(p: 0.75, steps: 1048575, target: 0.95, k: 16),
    LeastLead(p: 0.75, steps: 1, target: 0.95, k: 3),
    LeastLead(p: 0.75, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.75, steps: 7, target: 1 - 1e-12, k: 27),
    LeastLead(p: 0.9, steps: 1e12, target: 0.95, k: 14),
    LeastLead(p: 0.9, steps: 1e12, target: 0.999, k: 16),
    LeastLead(p: 0.9, steps: 1048575, target: 0.95, k: 8),
    LeastLead(p: 0.9, steps: 1, target: 0.95, k: 2),
    LeastLead(p: 0.9, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.9, steps: 7, target: 1 - 1e-12, k: 14),
    LeastLead(p: 0.9978, steps: 1e12, target: 0.95, k: 6),
    LeastLead(p: 0.9978, steps: 1e12, target: 0.999, k: 6),
    LeastLead(p: 0.9978, steps: 1048575, target: 0.95, k: 3),
    LeastLead(p: 0.9978, steps: 1, target: 0.95, k: 1),
    LeastLead(p: 0.9978, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.9978, steps: 7, target: 1 - 1e-12, k: 5),
    LeastLead(p: 0.999999, steps: 1e12, target: 0.95, k: 3),
    LeastLead(p: 0.999999, steps: 1e12, target: 0.999, k: 3),
    LeastLead(p: 0.999999, steps: 1048575, target: 0.95, k: 2),
    LeastLead(p: 0.999999, steps: 1, target: 0.95, k: 1),
    LeastLead(p: 0.999999, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 0.999999, steps: 7, target: 1 - 1e-12, k: 3),
    LeastLead(p: 1 - 1e-15, steps: 1e12, target: 0.95, k: 1),
    LeastLead(p: 1 - 1e-15, steps: 1e12, target: 0.999, k: 1),
    LeastLead(p: 1 - 1e-15, steps: 1048575, target: 0.95, k: 1),
    LeastLead(p: 1 - 1e-15, steps: 1, target: 0.95, k: 1),
    LeastLead(p: 1 - 1e-15, steps: 1, target: 0.5, k: 1),
    LeastLead(p: 1 - 1e-15, steps: 7, target: 1 - 1e-12, k: 1),
  ]
}
