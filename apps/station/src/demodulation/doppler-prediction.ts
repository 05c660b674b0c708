import { elementSetFrom, type StationContact } from '@app/contracts';
import { createPropagator, dopplerProfile, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { parseUtc, secondsBetween, type Tai } from '@app/time';

/** Knots so far apart, seconds: a spline through them is right to a millihertz at S band. */
const STEP_S = 1;
/** Before and after the contact's window: reception begins early and ends late. */
const MARGIN_S = 120;

/**
 * What arrives from the spacecraft less its nominal carrier, light time included, over a contact: by the elements that came with it. Empty
 * where they give no position at all.
 */
export function predictedDoppler({
  contact,
  antenna,
  elementSet,
  linkProfile,
}: StationContact): { readonly at: Tai; readonly hz: number }[] {
  const aos = parseUtc(contact.window.aos);
  const trajectory = sgp4Trajectory(createPropagator(elementSetFrom(elementSet)));
  const path = new EarthFixedPath(trajectory, aos, shippedEarthOrientation);
  const losS = secondsBetween(aos, parseUtc(contact.window.los));
  const { carrierHz } = linkProfile.downlink;
  const profile = dopplerProfile(path, antenna, -MARGIN_S, losS + MARGIN_S, STEP_S, { downlinkHz: carrierHz });
  return Array.from(profile.seconds, (seconds, i) => ({
    at: path.instantAt(seconds),
    hz: profile.downlink?.offsetHz[i] ?? 0,
  }));
}
