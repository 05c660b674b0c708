import { Cop1Error } from './cop1-error.js';
import { type FarmParameters, farmPositiveWindow } from './farm-state.js';

/**
 * 232.1-B-2, 5.1: 1 <= K <= PW. A wider K lets FOP-1 send frames that lock FARM-1 out. Throws Cop1Error where K does not fit.
 */
export function checkWindows(fopWindowWidth: number, farm: FarmParameters): void {
  const positiveWindow = farmPositiveWindow(farm);
  if (!Number.isInteger(fopWindowWidth) || fopWindowWidth < 1 || fopWindowWidth > positiveWindow)
    throw new Cop1Error('COP-1 windows', 'K', `1 to PW = ${positiveWindow}`, `${fopWindowWidth}`);
}
