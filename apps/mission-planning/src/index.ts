export { MissionPlanningModule } from './mission-planning.module.js';
export { missionPlanningEntities } from './planning.entities.js';
export { planningProblem } from './contacts/planning-problem.js';
export { ContactRepository } from './contacts/contact.repository.js';
export { FollowPrediction } from './contacts/follow-prediction.use-case.js';
