extension Figure {
  /// The figure in the words of a run whose steps are called something else: `record`, `decision`.
  ///
  /// - Parameter unit: The word for a step.
  /// - Returns: The same figure; its titles, axes and legends with that word.
  func worded(_ unit: String) -> Figure {
    guard unit != "step" else { return self }
    let words = { (text: String) in Self.text(text, unit) }
    guard var plot else {
      return Figure(id, words(title), caption: words(caption), missing: words(missing ?? ""))
    }
    (plot.x.title, plot.x.unit) = (words(plot.x.title), words(plot.x.unit))
    (plot.y.title, plot.y.unit) = (words(plot.y.title), words(plot.y.unit))
    for index in plot.guides.indices { plot.guides[index].name = words(plot.guides[index].name) }
    for index in plot.series.indices where plot.series[index].name == "steps" {
      plot.series[index].name = words("steps")
    }
    return Figure(id, words(title), caption: words(caption), plot)
  }

  /// The figure with a sentence more in its caption.
  func noting(_ sentence: String) -> Figure {
    guard let plot else {
      return Figure(id, title, caption: "\(caption) \(sentence)", missing: missing ?? "")
    }
    return Figure(id, title, caption: "\(caption) \(sentence)", plot)
  }

  /// A text with another word for a step, wherever that is a word of its own.
  static func text(_ text: String, _ unit: String) -> String {
    let capital = unit.prefix(1).uppercased() + unit.dropFirst()
    let others = ["step": unit, "steps": unit + "s", "Step": capital, "Steps": capital + "s"]
    var (result, word) = ("", "")
    for character in text {
      guard !character.isLetter else {
        word.append(character)
        continue
      }
      result += (others[word] ?? word) + String(character)
      word = ""
    }
    return result + (others[word] ?? word)
  }
}
