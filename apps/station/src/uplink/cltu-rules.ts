import type { CltuRefusalRule, UplinkState } from '@app/contracts';
import { formatUtc, type Tai } from '@app/time';
import type { RadiationTimes } from './radiation-queue.js';

export interface CltuRefusal {
  readonly rule: CltuRefusalRule;
  readonly explanation: string;
}

export interface CltuCase {
  readonly state: UplinkState;
  readonly elevationDeg: number;
  readonly fromElevationDeg: number;
  /** CLTUs that were given and not answered. */
  readonly waiting: number;
  readonly mostWaiting: number;
  /** When it would begin and end. */
  readonly times: RadiationTimes;
  readonly notAfter: Tai;
  /** The carrier goes down then. */
  readonly uplinkEnd: Tai;
}

/** The first rule that a CLTU breaks in a pass that goes on; undefined where it may be radiated. */
export function refusalOf(one: CltuCase): CltuRefusal | undefined {
  return rules.find(({ isBroken }) => isBroken(one))?.refusal(one);
}

interface Rule {
  readonly isBroken: (one: CltuCase) => boolean;
  readonly refusal: (one: CltuCase) => CltuRefusal;
}

const rules: readonly Rule[] = [
  {
    isBroken: ({ state }) => state === 'not-permitted',
    refusal: () => ({ rule: 'not-permitted', explanation: 'this contact may not transmit' }),
  },
  {
    isBroken: ({ elevationDeg, fromElevationDeg }) => elevationDeg < fromElevationDeg,
    refusal: ({ elevationDeg, fromElevationDeg }) => ({
      rule: 'below-permitted-elevation',
      explanation: `expected an elevation of at least ${fromElevationDeg} degrees, found ${elevationDeg.toFixed(2)}`,
    }),
  },
  {
    // CLTUs that the spacecraft's receiver is not locked on are lost: nothing is sent into an acquisition.
    isBroken: ({ state }) => state !== 'ready',
    refusal: ({ state }) => ({
      rule: 'uplink-not-ready',
      explanation: `expected an uplink that is ready, found ${state}`,
    }),
  },
  {
    isBroken: ({ times, notAfter }) => times.begin > notAfter,
    refusal: ({ times, notAfter }) => ({
      rule: 'too-late',
      explanation: `it could begin at ${formatUtc(times.begin)}, after ${formatUtc(notAfter)}`,
    }),
  },
  {
    isBroken: ({ times, uplinkEnd }) => times.end > uplinkEnd,
    refusal: ({ times, uplinkEnd }) => ({
      rule: 'too-late',
      explanation: `it would end at ${formatUtc(times.end)}, after the uplink at ${formatUtc(uplinkEnd)}`,
    }),
  },
  {
    isBroken: ({ waiting, mostWaiting }) => waiting >= mostWaiting,
    refusal: ({ mostWaiting }) => ({
      rule: 'queue-full',
      explanation: `${mostWaiting} CLTUs wait for their end already`,
    }),
  },
];
