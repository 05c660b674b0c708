import { defaultUplinkOptions, type UplinkOptions } from '../uplink/uplink-timing.js';
import type { PassTiming } from './pass-times.js';

export interface PassOptions extends PassTiming, UplinkOptions {
  /** Wall seconds that a baseband unit may take, after it was stopped, to deliver what it received. */
  readonly deliveryWallS: number;
}

export const defaultPassOptions: PassOptions = {
  receptionMarginS: 2,
  firstFrameAfterS: 30,
  deliveryWallS: 60,
  ...defaultUplinkOptions,
};
