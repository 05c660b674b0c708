import { downlinkWaveform } from '@app/contracts';
import { type Tai } from '@app/time';
import { type AntennaFaults } from '../faults/antenna-faults.js';
import { type Downlink } from '../spacecraft/downlink.js';
import { CARRIER_TOLERANCE_HZ } from './channel-parameters.js';

/** Es/N0 of what is not there: finite, as it is written down. */
const NOTHING_DB = -100;

const ratio = (db: number): number => 10 ** (db / 10);

/** What a matched filter lets through of a carrier beside the one that it is for, as a part of its power: one symbol, integrated. */
function passed(offsetHz: number, symbolRateHz: number): number {
  const x = (Math.PI * offsetHz) / symbolRateHz;
  return Math.abs(x) < 1e-9 ? 1 : (Math.sin(x) / x) ** 2;
}

/**
 * Es/N0 of one spacecraft's channel symbols with what is wrong at an antenna that is tuned to `tunedHz`: fades; interfering carriers, taken
 * as noise of the power that the matched filter lets through; no signal where carrier and tuning are too far apart.
 */
export function impairedEsN0Db(
  esN0Db: number,
  faults: AntennaFaults,
  downlink: Pick<Downlink, 'spacecraft' | 'profile' | 'carrierHz'>,
  tunedHz: number,
  at: Tai,
): number {
  const { spacecraft, profile, carrierHz } = downlink;
  if (!isInTune(faults, downlink, tunedHz, at)) return NOTHING_DB;
  const faded = esN0Db - faults.fadeDb(spacecraft, at);
  const interferences = faults.interferences(at);
  if (interferences.length === 0) return faded;
  const symbolRateHz = downlinkWaveform(profile)?.symbolRateHz ?? profile.downlink.bitRateBps;
  const noise = interferences.reduce(
    (sum, { frequencyHz, cN0DbHz }) =>
      sum + (ratio(cN0DbHz) / symbolRateHz) * passed(frequencyHz - carrierHz, symbolRateHz),
    1,
  );
  return faded - 10 * Math.log10(noise);
}

/** Whether a unit that is tuned to `tunedHz` hears the carrier of a spacecraft, oscillators being as they are; Doppler is the unit's affair. */
export function isInTune(
  faults: AntennaFaults,
  { spacecraft, carrierHz }: Pick<Downlink, 'spacecraft' | 'carrierHz'>,
  tunedHz: number,
  at: Tai,
): boolean {
  const sentHz = carrierHz + faults.spacecraftFrequencyErrorHz(spacecraft, at);
  return Math.abs(sentHz - tunedHz - faults.frequencyErrorHz(at)) <= CARRIER_TOLERANCE_HZ;
}
