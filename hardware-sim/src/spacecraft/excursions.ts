import { Prng } from '../prng.js';

/** A parameter that leaves its limits for a while. */
export interface Excursion {
  readonly parameter: string;
  /** Application process that reports it. */
  readonly apid: number;
  readonly value: number;
  /** Seconds since 1958. */
  readonly start: number;
  readonly end: number;
}

/** One excursion in each slot of time, somewhere in it. */
export const EXCURSION_SLOT_S = 480;

/** Values beyond the warning limits of the reference mission database, most of them short of the critical ones. */
const kinds = [
  { parameter: 'PLF_CPU_LOAD', apid: 100, value: 87.5 },
  { parameter: 'PWR_BUS_CURRENT', apid: 101, value: 14.9 },
  { parameter: 'AOC_POINTING_ERROR', apid: 102, value: 0.41 },
  { parameter: 'AOC_WHEEL_SPEED_2', apid: 102, value: 5700 },
  { parameter: 'THM_TANK', apid: 102, value: 6.5 },
  { parameter: 'COM_TX_TEMPERATURE', apid: 103, value: 57.2 },
] as const;

/** The excursion of the slot that an instant (seconds since 1958) lies in: 20 to 60 s long. */
export function excursionAround(seed: string, seconds: number): Excursion {
  const slot = Math.floor(seconds / EXCURSION_SLOT_S);
  const prng = Prng.of(seed, 'excursion', slot);
  const kind = kinds[prng.integer(0, kinds.length - 1)] ?? kinds[0];
  const lastsS = prng.integer(20, 60);
  const start = slot * EXCURSION_SLOT_S + prng.integer(0, EXCURSION_SLOT_S - lastsS - 1);
  return { ...kind, start, end: start + lastsS };
}
