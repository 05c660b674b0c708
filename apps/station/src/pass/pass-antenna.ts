import type { StationContact } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import { plusSeconds } from '@app/time';
import type { Address } from '../hardware-addresses.js';
import { AntennaDriver, type AntennaEvent } from '../pointing/antenna-driver.js';
import { commonLimits, type PointingLimits } from '../pointing/pointing-limits.js';
import type { SpacecraftView } from '../pointing/spacecraft-view.js';
import { angleBetweenDeg } from '../pointing/track.js';
import { RotctldClient } from '../rotator/rotctld-client.js';
import type { AntennaPosition, RotatorLimits } from '../rotator/rotator.port.js';
import { MeasuredRotator } from './measured-rotator.js';
import { isReceiving, type PassState } from './pass.machine.js';
import type { PassChecks } from './pass-checks.js';
import type { PassFigures } from './pass-figures.js';
import type { PassTimes } from './pass-times.js';

export interface PassAntennaParts {
  readonly contact: StationContact;
  readonly rotator: Address;
  readonly clock: MissionClock;
  readonly view: SpacecraftView;
  readonly times: PassTimes;
  readonly checks: PassChecks;
  readonly figures: PassFigures;
  readonly state: () => PassState;
  readonly onEvent: (event: AntennaEvent) => void;
}

/** The antenna of one pass; what it does goes into the checks and figures of the pass. */
export function passAntenna({
  contact: { antenna },
  rotator,
  clock,
  view,
  times,
  checks,
  figures,
  state,
  onEvent,
}: PassAntennaParts): AntennaDriver {
  /** The antenna has been on its target: before that it is on its way. */
  let arrived = false;

  /** The antenna has said where it looks: how far that is from where it should. */
  const measure = (position: AntennaPosition): void => {
    if (!isReceiving(state().phase)) return;
    const { alongTrackS, azimuthDeg, elevationDeg } = driver.pointingOffsets;
    const now = clock.now();
    arrived ||= state().onTarget;
    const target = view.at(plusSeconds(now, alongTrackS));
    const wanted = { azimuthDeg: target.azimuthDeg + azimuthDeg, elevationDeg: target.elevationDeg + elevationDeg };
    const counts = arrived && now >= times.aos && now <= times.los;
    figures.takePointing(angleBetweenDeg(position, wanted), counts);
  };

  /** Throws PointingLimitsError. */
  const limitsWith = (ofRotator: RotatorLimits): PointingLimits => {
    try {
      const limits = commonLimits(antenna.slew, ofRotator);
      checks.limits(limits);
      return limits;
    } catch (error) {
      checks.failed('pointing-limits', error instanceof Error ? error.message : String(error));
      throw error;
    }
  };

  const driver = new AntennaDriver({
    rotator: new MeasuredRotator(new RotctldClient(rotator), {
      onPosition: measure,
      onError: (error) => figures.takeError('rotator', error, clock.now()),
    }),
    clock,
    limits: limitsWith,
    view,
    start: times.receptionStart,
    end: times.receptionStop,
    toleranceDeg: antenna.beamwidthDeg / 2,
    onEvent,
  });
  return driver;
}
