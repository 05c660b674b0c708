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
