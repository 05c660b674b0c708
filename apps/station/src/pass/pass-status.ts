import {
  type PassAlarm,
  type PassCheck,
  type PassStatus,
  type StationContact,
  type UplinkStatus,
  utcSchema,
} from '@app/contracts';
import { formatUtc, type Tai } from '@app/time';
import type { FrameTally } from '../frames/frame-tally.js';
import { noOffsets, type PointingOffsets } from '../pointing/pointing-offsets.js';
import type { SkyDirection } from '../pointing/spacecraft-view.js';
import type { AntennaPosition } from '../rotator/rotator.port.js';
import { type PassState, reasonOf } from './pass.machine.js';

export interface PassFacts {
  readonly contact: StationContact;
  readonly at: Tai;
  readonly state: PassState;
  readonly firstFrameAfterS: number;
  readonly commanded: AntennaPosition | null;
  readonly actual: AntennaPosition | null;
  readonly sky: SkyDirection;
  readonly esN0Db: number | null;
  readonly tally: FrameTally;
  readonly uplink: UplinkStatus;
  readonly alarms: PassAlarm[];
  readonly pointingErrorDeg: number | null;
  readonly offsets: PointingOffsets;
  readonly checks: PassCheck[];
  /** Undefined where none was asked for. */
  readonly recording: boolean | undefined;
}

/** What a station says of a pass. */
export function passStatusOf(facts: PassFacts): PassStatus {
  const { state, commanded, actual, sky, tally } = facts;
  const { contact } = facts.contact;
  return {
    mode: contact.mode,
    contact: contact.id,
    spacecraft: contact.spacecraft,
    site: contact.site,
    antenna: contact.antenna,
    at: utcSchema.parse(formatUtc(facts.at)),
    phase: state.phase,
    reason: reasonOf(state, facts.firstFrameAfterS),
    commandedAzimuthDeg: commanded?.azimuthDeg ?? null,
    commandedElevationDeg: commanded?.elevationDeg ?? null,
    actualAzimuthDeg: actual?.azimuthDeg ?? null,
    actualElevationDeg: actual?.elevationDeg ?? null,
    elevationDeg: sky.elevationDeg,
    rangeKm: sky.rangeKm,
    esN0Db: facts.esN0Db,
    frames: tally.counts,
    uplink: facts.uplink,
    alarms: facts.alarms,
    lastFrameAt: tally.lastFrameAt,
    failure: state.verdict?.failure ?? null,
    pointingErrorDeg: facts.pointingErrorDeg,
    checks: facts.checks,
    ...(isZero(facts.offsets) ? {} : { offsets: facts.offsets }),
    ...(facts.recording === undefined ? {} : { recording: facts.recording }),
  };
}

function isZero({ alongTrackS, azimuthDeg, elevationDeg }: PointingOffsets): boolean {
  return (
    alongTrackS === noOffsets.alongTrackS &&
    azimuthDeg === noOffsets.azimuthDeg &&
    elevationDeg === noOffsets.elevationDeg
  );
}
