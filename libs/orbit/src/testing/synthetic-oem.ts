import { type Tai, parseUtc, plusSeconds } from '@app/time';
import { type Oem, type OemSegment } from '../ephemeris/oem.js';

export const oemStart = parseUtc('2026-04-25T00:00:00Z');

/** A made-up segment with states at seconds after `oemStart`; the values are only different from each other. */
export function syntheticSegment(seconds: readonly number[], changes: Partial<OemSegment> = {}): OemSegment {
  const epochs: Tai[] = seconds.map((second) => plusSeconds(oemStart, second));
  return {
    objectName: 'TEST-1',
    objectId: '2030-001A',
    frame: 'EME2000',
    refFrame: 'EME2000',
    timeSystem: 'UTC',
    start: epochs[0] ?? oemStart,
    stop: epochs.at(-1) ?? oemStart,
    useableStart: undefined,
    useableStop: undefined,
    interpolation: 'HERMITE',
    interpolationDegree: 7,
    metadataComments: [],
    dataComments: [],
    epochs,
    states: Float64Array.from({ length: 6 * epochs.length }, (_, i) => 7_000_000.125 - 1000.5 * i),
    accelerations: undefined,
    covarianceCount: 0,
    ...changes,
  };
}

export function syntheticOem(segments: readonly OemSegment[], changes: Partial<Oem> = {}): Oem {
  return {
    created: oemStart,
    originator: 'SMMS',
    messageId: undefined,
    classification: undefined,
    comments: [],
    segments,
    ...changes,
  };
}
