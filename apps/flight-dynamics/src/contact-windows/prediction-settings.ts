import { defaultElementAgePolicy, type ElementAgePolicy } from '@app/orbit';

/** Token of the `PredictionSettings`. */
export const PREDICTION_SETTINGS = Symbol('PredictionSettings');

/** How far windows are predicted, and from elements of what age. */
export interface PredictionSettings {
  readonly elementAge: ElementAgePolicy;
  /** Hours of mission time from now. */
  readonly horizonHours: number;
}

export const defaultPredictionSettings: PredictionSettings = {
  elementAge: defaultElementAgePolicy,
  horizonHours: 48,
};

/** Windows that ended this long ago stay as they were predicted. */
export const LOOK_BACK_S = 2 * 3600;
