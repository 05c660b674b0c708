import { parseUtc } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { tleChecksum } from '../elements/tle.parser.js';

/** A made-up sun-synchronous orbit, changed as a test wants it. */
export function syntheticElements(changes: Partial<ElementSet> = {}): ElementSet {
  return {
    objectName: 'TEST-1',
    objectId: '2030-001A',
    catalogNumber: 799_500_001,
    epoch: parseUtc('2026-04-24T06:00:00.123456Z'),
    meanMotionRevPerDay: 14.76,
    eccentricity: 0.001,
    inclinationDeg: 97.9,
    raanDeg: 187.4,
    argumentOfPericenterDeg: 80,
    meanAnomalyDeg: 280.1,
    bstar: 1e-4,
    meanMotionDot: 1e-5,
    meanMotionDdot: 0,
    revolutionAtEpoch: 70_000,
    elementSetNumber: 999,
    classification: 'U',
    source: { format: 'omm-json', name: 'synthetic', text: '' },
    ...changes,
  };
}

/** A line of 68 columns with its checksum. */
export const withChecksum = (line: string): string => `${line.padEnd(68).slice(0, 68)}${tleChecksum(line)}`;

/** A made-up TLE, its two lines with right checksums. */
export const syntheticTle: readonly [line1: string, line2: string] = [
  withChecksum('1 99001U 30001A   26114.25567806 -.00000771  12345-6 -11770-3 0  999'),
  withChecksum('2 99001  97.9107 187.4131 0018506  80.6556 279.6746 14.7651417270028'),
];
