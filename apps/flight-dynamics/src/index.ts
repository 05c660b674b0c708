export { type ElementSetSeed, FlightDynamicsModule, type FlightDynamicsOptions } from './flight-dynamics.module.js';
export { PredictContactWindows, type PredictionOutcome } from './contact-windows/predict-contact-windows.use-case.js';
export { flightDynamicsEntities } from './flight-dynamics.entities.js';
export { contactWindowMessage } from './contact-windows/contact-window-message.js';
export { defaultPredictionSettings, type PredictionSettings } from './contact-windows/prediction-settings.js';
