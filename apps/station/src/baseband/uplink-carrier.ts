import { elementSetFrom, type StationContact } from '@app/contracts';
import { createPropagator, dopplerProfile, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { CarrierProfile, type Iq, rotate } from '@app/radio';
import { parseUtc, secondsBetween, type Tai } from '@app/time';

/** Knots so far apart, seconds: a spline through them is right to a millihertz at S band. */
const STEP_S = 1;
/** Before and after the contact's window. */
const MARGIN_S = 120;
/** Of a sweep, whose corners a spline would round. */
const SWEEP_STEP_S = 0.05;

/** A carrier sweep, in which a spacecraft's receiver finds it: up by so many hertz, down by as many, and back. */
export interface CarrierSweep {
  readonly hz: number;
  /** Of the whole, before any bit. */
  readonly seconds: number;
}

/** A frequency over time: `from` is where its seconds begin. */
export interface TimedCarrier {
  readonly from: Tai;
  readonly profile: CarrierProfile;
}

/**
 * What a carrier must have added over a contact to come in at its nominal frequency on board, light time included, by the elements that
 * came with the contact. Undefined where there is no uplink, or where the elements give no position at all.
 */
export function uplinkCompensation({
  contact,
  antenna,
  elementSet,
  linkProfile,
}: Pick<StationContact, 'contact' | 'antenna' | 'elementSet' | 'linkProfile'>): TimedCarrier | undefined {
  if (linkProfile.uplink === null) return undefined;
  const from = parseUtc(contact.window.aos);
  const trajectory = sgp4Trajectory(createPropagator(elementSetFrom(elementSet)));
  const path = new EarthFixedPath(trajectory, from, shippedEarthOrientation);
  const losS = secondsBetween(from, parseUtc(contact.window.los));
  const { carrierHz: uplinkHz } = linkProfile.uplink;
  const { seconds, uplink } = dopplerProfile(path, antenna, -MARGIN_S, losS + MARGIN_S, STEP_S, { uplinkHz });
  if (uplink === undefined || seconds.length === 0) return undefined;
  const knots = Array.from(seconds, (atS, i) => ({ atS, hz: uplink.transmitOffsetHz[i] ?? 0 }));
  return { from, profile: new CarrierProfile(knots) };
}

/** From 0 up, down through 0, and back to 0, where it stays. */
export function sweepFrom(from: Tai, { hz, seconds }: CarrierSweep): TimedCarrier {
  const count = Math.max(4, Math.ceil(seconds / SWEEP_STEP_S));
  const knots = Array.from({ length: count + 1 }, (_, n) => {
    const part = n / count;
    const triangle = part < 0.25 ? 4 * part : part < 0.75 ? 2 - 4 * part : 4 * part - 4;
    return { atS: part * seconds, hz: hz * triangle };
  });
  return { from, profile: new CarrierProfile(knots) };
}

/** Moves samples by the frequency of a carrier over time; its phase goes on however they are cut. */
export function moveBy({ from, profile }: TimedCarrier, samples: Iq, first: Tai, sampleRateHz: number): void {
  let done = 0;
  for (const { count, turns } of profile.turnsOver(secondsBetween(from, first), sampleRateHz, samples.length / 2)) {
    rotate(samples, done, count, turns);
    done += count;
  }
}
