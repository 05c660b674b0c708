export { bpskBitErrorRate } from './bit-error-rate.js';
export { erfc, gaussianTail } from './error-function.js';
export { freeSpaceLossDb, slantRangeM, SPEED_OF_LIGHT } from './path-loss.js';
export {
  LARGEST_POINTING_LOSS_DB,
  pointingLossDb,
  simpleLink,
  simpleLinkEsN0Db,
  type SimpleLink,
} from './simple-link.js';
export { LinkBudgetError } from './link-budget.error.js';

export {
  CLOUD_MODELS,
  cloudAttenuation,
  cloudLiquidCoefficient,
  type CloudLiquidKind,
} from './attenuation/cloud-attenuation.js';
export { CROSS_POLARISATION_MODEL, crossPolarDiscrimination } from './attenuation/cross-polarisation.js';
export {
  RAIN_ATTENUATION_MODEL,
  rainAttenuation,
  type RainPath,
  rainSlantPathKm,
} from './attenuation/rain-attenuation.js';
export { RAIN_HEIGHT_MODEL, rainHeightKm } from './attenuation/rain-height.js';
export { RAIN_PROBABILITY_MODEL, rainOnPathPercent } from './attenuation/rain-probability.js';
export {
  SCINTILLATION_MODEL,
  scintillationFade,
  type ScintillationPath,
  scintillationSigmaDb,
} from './attenuation/scintillation.js';
export { type Site, type SiteClimate } from './attenuation/site-climate.js';
export {
  gOverTDegradationDb,
  type ReceivingSystem,
  SKY_NOISE_MODEL,
  skyNoiseTemperatureK,
} from './attenuation/sky-noise.js';
export {
  type AtmosphereInput,
  type AtmosphereLoss,
  type AtmospherePart,
  atmosphereParts,
  type AtmosphereTerm,
  slantPathAtmosphere,
} from './attenuation/slant-path-atmosphere.js';
export { LOWEST_TESTED_ELEVATION_RAD, slantPathFactor } from './attenuation/slant-path-factor.js';
export { type Attenuation, gasAttenuation } from './attenuation/slant-path-gas.js';
export { type Air, SPECIFIC_GAS_MODEL, specificGasAttenuation } from './attenuation/specific-gas-attenuation.js';
export {
  type RainCoefficients,
  rainCoefficients,
  SPECIFIC_RAIN_MODEL,
  specificRainAttenuation,
} from './attenuation/specific-rain-attenuation.js';
export { type AttenuationParts, TOTAL_ATTENUATION_MODEL, totalAttenuation } from './attenuation/total-attenuation.js';
export {
  GAS_BY_COLUMN_MODEL,
  GAS_BY_SURFACE_MODEL,
  waterVapourColumnDb,
  type WaterVapourColumn,
  type ZenithGas,
  zenithGasByColumn,
  zenithGasBySurface,
} from './attenuation/zenith-gas-attenuation.js';

export { decodedErrorRates } from './modulation/convolutional-performance.js';
export { codeRate, type Coding, type ReedSolomon } from './modulation/coding.js';
export {
  cN0FromEbN0DbHz,
  cN0FromEsN0DbHz,
  ebN0FromCN0Db,
  ebN0FromEsN0Db,
  esN0FromCN0Db,
  esN0FromEbN0Db,
} from './modulation/energy-conversion.js';
export { codedErrorRate, type Criterion } from './modulation/error-rates.js';
export {
  bitsPerSymbol,
  carrierPowerShare,
  dataPowerShare,
  detectionLossDb,
  type Modulation,
  modulationLossDb,
} from './modulation/modulation.js';
export {
  requiredEbN0,
  type RequiredEbN0,
  type RequiredEbN0Row,
  requiredEbN0Table,
} from './modulation/required-eb-n0.js';
export { bitRates, type BitRates, type Framing, type SignalFormat } from './modulation/signal-format.js';

export { dishBeamwidthRad, dishGainDbi, eirpDbW, gOverTDbPerK } from './budget/antenna.js';
export { type BudgetLine, budgetLines } from './budget/budget-lines.js';
export { BOLTZMANN_DBW_PER_K_HZ, linkBudget, type LinkBudget, preparedLinkBudget } from './budget/link-budget.js';
export {
  type BudgetAtmosphere,
  type DirectedLink,
  type LinkBudgetInput,
  type LinkGeometry,
  type LinkTerms,
} from './budget/link-budget-input.js';
export {
  type ContactMargin,
  type ContactSample,
  marginAlongContact,
  type MarginSample,
} from './budget/margin-along-contact.js';
export { type Polarisation, polarisationLossDb } from './budget/polarisation-loss.js';
