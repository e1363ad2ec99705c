import Maker

/// The plans of several models for one goal, the one to take first, and the models that have none.
struct ModelPlans {
  /// A model without a plan.
  struct Refusal {
    let figures: ModelFigures
    let failure: PlanFailure
  }

  /// The plans, cheapest first; those without a known cost come last, by their samples. Under a limit on the cost, the
  /// surest first: all of them spend what they may.
  let plans: [Plan]
  /// The models without a plan, in the order they were given.
  let refusals: [Refusal]

  /// Plans for each model.
  init(_ models: [ModelFigures], for goal: Plan.Goal) {
    var (plans, refusals): ([Plan], [Refusal]) = ([], [])
    for figures in models {
      do throws(PlanFailure) {
        plans.append(try Plan(figures, for: goal))
      } catch {
        refusals.append(Refusal(figures: figures, failure: error))
      }
    }
    self.init(plans, refusals: refusals)
  }

  /// Puts plans in order.
  init(_ plans: [Plan], refusals: [Refusal] = []) {
    self.plans = plans.sorted { Self.rank($0) < Self.rank($1) }
    self.refusals = refusals
  }

  private static func rank(_ plan: Plan) -> (Double, Double, Double) {
    let chosenByCost = plan.goal.k == nil && plan.goal.maximumCostUSD != nil
    // Logarithms of chances that round to 0 or to 1 would still differ; that sure, the cheaper one is better.
    let risk = chosenByCost ? 1 - plan.cautious.successProbability : 0
    return (max(risk, 2 * Plan.negligibleRisk), plan.expected.costUSD ?? .infinity, plan.expected.samples)
  }
}
