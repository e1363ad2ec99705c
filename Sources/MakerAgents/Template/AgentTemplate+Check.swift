extension AgentTemplate {
  /// Every name in the template that a sample record does not have, also in sections that are left out for it.
  ///
  /// Within a section over an empty list or null it cannot be told which names there will be: what is not found there
  /// is taken for right. Of a list the first value is looked at.
  func mistakes(for record: AgentRecord) -> [TemplateMistake] {
    var mistakes: [TemplateMistake] = []
    Self.check(nodes, in: TemplateContext(record), isOpen: false, into: &mistakes)
    return mistakes
  }

  private static func check(
    _ nodes: [TemplateNode], in context: TemplateContext, isOpen: Bool, into mistakes: inout [TemplateMistake]
  ) {
    for node in nodes {
      switch node {
      case .text: break
      case .variable(let name, let place):
        if !isOpen, context.value(of: name) == nil { mistakes.append(mistake(name, place, in: context)) }
      case .section(let name, let isInverted, let inner, let place):
        guard let value = context.value(of: name) else {
          if !isOpen { mistakes.append(mistake(name, place, in: context)) }
          check(inner, in: context, isOpen: true, into: &mistakes)
          continue
        }
        switch value {
        case _ where isInverted: check(inner, in: context, isOpen: isOpen, into: &mistakes)
        case .list(let values):
          let first = values.first
          check(
            inner, in: first.map(context.entering) ?? context, isOpen: isOpen || first == nil, into: &mistakes
          )
        case .null: check(inner, in: context, isOpen: true, into: &mistakes)
        default: check(inner, in: context.entering(value), isOpen: isOpen, into: &mistakes)
        }
      }
    }
  }

  private static func mistake(_ name: String, _ place: TextPlace, in context: TemplateContext)
    -> TemplateMistake
  {
    let (what, remedy) = context.unknown(name)
    return TemplateMistake(what: what, remedy: remedy, place: place)
  }
}
