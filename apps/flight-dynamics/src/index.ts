export { type ElementSetSeed, FlightDynamicsModule } from './flight-dynamics.module.js';
export { PredictContactWindows, type PredictionOutcome } from './contact-windows/predict-contact-windows.use-case.js';
export { flightDynamicsEntities } from './flight-dynamics.entities.js';
export { contactWindowMessage } from './contact-windows/contact-window-message.js';
