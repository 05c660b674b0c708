export {
  type LossRule,
  type LostWindow,
  type Plan,
  type PlannedContact,
  type PlanningAgreement,
  type PlanningAntenna,
  type PlanningProblem,
  type PlanningRequest,
  type PlanningSpacecraft,
  type PlanningWindow,
} from './problem.js';
export { planGreedily } from './greedy.js';
export { violations } from './evaluator.js';
